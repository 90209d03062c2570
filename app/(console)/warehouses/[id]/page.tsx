import type { Metadata } from "next";
import { ConnectionLinks } from "@/components/connections/connection-links";
import { HealthStrip } from "@/components/connections/health-strip";
import { ProofPanel } from "@/components/connections/proof-panel";
import { systemName } from "@/components/connections/systems";
import { HealthPill } from "@/components/patterns/health-pill";
import { PageHeader } from "@/components/patterns/page-header";
import { Tag } from "@/components/ui/tag";
import { WarehouseFacts } from "@/components/warehouses/warehouse-facts";
import { showWarehouse } from "@/lib/connections/show-warehouse";
import { listConnections } from "@/lib/db/connections";
import { getWarehouse } from "@/lib/db/warehouses";
import { guardPage, readOr404 } from "../../guard-page";
import { testWarehouseAction } from "../actions";

export const metadata: Metadata = { title: "Warehouse" };

export default async function WarehousePage({ params }: { params: Promise<{ id: string }> }) {
  const { scope, may, runtime } = await guardPage("warehouses:read");
  const { id } = await params;
  const warehouse = await readOr404(id, () =>
    may("warehouses:write") ? showWarehouse(scope, { id, runtime }) : getWarehouse(scope, { id }),
  );
  const connections = await listConnections(scope, { warehouseId: id, limit: 200 });
  const system = systemName(warehouse.platform);
  return (
    <>
      <PageHeader
        title={warehouse.name}
        crumbs={[{ href: "/warehouses", label: "Warehouses" }]}
        here={system}
        marks={
          <>
            <Tag>{warehouse.environment === "sandbox" ? "Sandbox" : "Production"}</Tag>
            <HealthPill status={warehouse.status} withSince flush />
          </>
        }
        summary={warehouse.lastProof?.accountName ? `${system}, account ${warehouse.lastProof.accountName}` : system}
      />
      <HealthStrip status={warehouse.status} problems={[]} />
      <div className="gutter grid gap-8 pt-2 pb-14">
        <WarehouseFacts warehouse={warehouse} />
        <ProofPanel
          id={id}
          system={system}
          proof={warehouse.lastProof}
          canTest={may("warehouses:test")}
          onTest={testWarehouseAction}
          title="Check"
        />
        <ConnectionLinks connections={connections.data} />
      </div>
    </>
  );
}
