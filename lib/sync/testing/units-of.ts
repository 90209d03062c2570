/** How many units a sandbox Shipment carries, over all its lines. */
export function unitsOf(shipment: Record<string, unknown> | undefined): number {
  const lines = (shipment?.Details ?? []) as { ShippedQty: number }[];
  return lines.reduce((sum, line) => sum + line.ShippedQty, 0);
}
