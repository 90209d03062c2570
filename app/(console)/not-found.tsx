import { PageHeader } from "@/components/patterns/page-header";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <>
      <PageHeader title="Not here" summary="This does not exist, or you may not see it." />
      <div className="gutter">
        <ButtonLink href="/">Go to the overview</ButtonLink>
      </div>
    </>
  );
}
