import { EmptyState } from "@/components/patterns/empty-state";
import { Time } from "@/components/patterns/time";
import { ButtonLink } from "@/components/ui/button";
import type { Connection } from "@/lib/api/schemas/connection";

/** An empty view says when we last looked, or what has to happen first. */
export function OrdersEmpty({ connections, hasOrders }: { connections: Connection[]; hasOrders: boolean }) {
  if (hasOrders) return <EmptyState title="No order is in this view">The other views have some.</EmptyState>;
  const [only] = connections;
  if (!only) {
    return (
      <EmptyState title="No orders yet" actions={<ButtonLink href="/connections">Go to connections</ButtonLink>}>
        Orders arrive through a connection, and there is none yet.
      </EmptyState>
    );
  }
  const looked = connections.flatMap(connection =>
    connection.channels.filter(channel => channel.kind === "orders").flatMap(channel => channel.lastRunAt ?? []),
  );
  const last = looked.sort().at(-1);
  if (!connections.some(connection => connection.enabled)) {
    return (
      <EmptyState title="No orders yet" actions={<ButtonLink href={`/connections/${only.id}`}>Open {only.name}</ButtonLink>}>
        Set up and switched off. Nothing moves until you switch a connection on.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No orders yet" actions={<ButtonLink href={`/connections/${only.id}`}>Look now</ButtonLink>}>
      {last ? (
        <>
          We last looked at <Time at={last} withZone /> and found no open order to import.
        </>
      ) : (
        "The first look has not ended yet."
      )}
    </EmptyState>
  );
}
