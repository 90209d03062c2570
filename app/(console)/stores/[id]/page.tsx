import type { Metadata } from "next";
import { ConnectionLinks } from "@/components/connections/connection-links";
import { HealthStrip } from "@/components/connections/health-strip";
import { ProofPanel } from "@/components/connections/proof-panel";
import { systemName } from "@/components/connections/systems";
import { HealthPill } from "@/components/patterns/health-pill";
import { PageHeader } from "@/components/patterns/page-header";
import { StoreFacts } from "@/components/stores/store-facts";
import { Tag } from "@/components/ui/tag";
import { listConnections } from "@/lib/db/connections";
import { getStore } from "@/lib/db/stores";
import { guardPage, readOr404 } from "../../guard-page";
import { testStoreAction } from "../actions";

export const metadata: Metadata = { title: "Store" };

export default async function StorePage({ params }: { params: Promise<{ id: string }> }) {
  const { scope, may } = await guardPage("stores:read");
  const { id } = await params;
  const store = await readOr404(id, () => getStore(scope, { id }));
  const connections = await listConnections(scope, { storeId: id, limit: 200 });
  const system = systemName(store.platform);
  return (
    <>
      <PageHeader
        title={store.name}
        crumbs={[{ href: "/stores", label: "Stores" }]}
        here={store.merchantName}
        marks={
          <>
            <Tag>{store.environment === "sandbox" ? "Sandbox" : "Production"}</Tag>
            <HealthPill status={store.status} withSince flush />
          </>
        }
        summary={`${system}, for ${store.merchantName}`}
      />
      <HealthStrip status={store.status} problems={[]} />
      <div className="gutter grid gap-8 pt-2 pb-14">
        <StoreFacts store={store} />
        <ProofPanel id={id} system={system} proof={store.lastProof} canTest={may("stores:test")} onTest={testStoreAction} />
        <ConnectionLinks connections={connections.data} />
      </div>
    </>
  );
}
