import { PlainPage } from "@/components/shell/plain-page";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <PlainPage
      title="Nothing lives at this address"
      summary="It may have been deleted, or the link was cut off. Orders and connections are never deleted by themselves."
    >
      <ButtonLink href="/">Go to the overview</ButtonLink>
    </PlainPage>
  );
}
