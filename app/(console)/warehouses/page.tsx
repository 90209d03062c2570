import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/patterns/empty-state";
import { PageHeader } from "@/components/patterns/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { WarehousesTable } from "@/components/warehouses/warehouses-table";
import { listWarehouses } from "@/lib/db/warehouses";
import { guardPage } from "../guard-page";

export const metadata: Metadata = { title: "Warehouses" };

export default async function WarehousesPage() {
  const { scope, may } = await guardPage("warehouses:read");
  const { data } = await listWarehouses(scope, { limit: 200 });
  const add = may("connections:write") && (
    <ButtonLink href="/connections/new" icon={<Icon of={Plus} />}>
      Add with a connection
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title="Warehouses" summary="Where orders go, and where tracking comes from." actions={data.length > 0 && add} />
      <div className="gutter border-line border-t pb-14">
        {data.length > 0 ? (
          <WarehousesTable warehouses={data} />
        ) : (
          <EmptyState title="No warehouses yet" actions={add}>
            A warehouse is made together with its first connection.
          </EmptyState>
        )}
      </div>
    </>
  );
}
