import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/patterns/empty-state";
import { PageHeader } from "@/components/patterns/page-header";
import { StoresTable } from "@/components/stores/stores-table";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { listStores } from "@/lib/db/stores";
import { guardPage } from "../guard-page";

export const metadata: Metadata = { title: "Stores" };

export default async function StoresPage() {
  const { scope, may } = await guardPage("stores:read");
  const { data } = await listStores(scope, { limit: 200 });
  const add = may("connections:write") && (
    <ButtonLink href="/connections/new" icon={<Icon of={Plus} />}>
      Add with a connection
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Stores"
        summary="Where orders come from: Acumatica instances with their credentials and endpoint settings."
        actions={data.length > 0 && add}
      />
      <div className="gutter border-line border-t pb-14">
        {data.length > 0 ? (
          <StoresTable stores={data} />
        ) : (
          <EmptyState title="No stores yet" actions={add}>
            A store is made together with its first connection.
          </EmptyState>
        )}
      </div>
    </>
  );
}
