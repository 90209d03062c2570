import type { Metadata } from "next";
import { NewConnectionForm } from "@/components/connections/new-connection-form";
import { PageHeader } from "@/components/patterns/page-header";
import { listMerchants } from "@/lib/db/merchants";
import { listStores } from "@/lib/db/stores";
import { listWarehouses } from "@/lib/db/warehouses";
import { guardPage } from "../../guard-page";
import { createConnectionAction } from "../actions";

export const metadata: Metadata = { title: "Add connection" };

export default async function NewConnectionPage() {
  const { scope } = await guardPage("connections:write");
  const limit = 200;
  const [merchants, stores, warehouses] = await Promise.all([
    listMerchants(scope, { limit }),
    listStores(scope, { limit }),
    listWarehouses(scope, { limit }),
  ]);
  const named = (rows: { id: string; name: string }[]) => rows.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <PageHeader
        title="Add connection"
        crumbs={[{ href: "/connections", label: "Connections" }]}
        here="New"
        summary="Between one Acumatica store and one warehouse. Nothing moves until you switch it on."
      />
      <div className="gutter pb-10">
        <NewConnectionForm
          merchants={named(merchants.data)}
          stores={named(stores.data)}
          warehouses={named(warehouses.data)}
          onCreate={createConnectionAction}
        />
      </div>
    </>
  );
}
