import type { WarehouseOptions } from "../contract";
import type { ShipStationClient } from "./client";
import { carriersSchema, servicesSchema } from "./records";

/** The account's carriers and their services, to map ship methods to: one call for the carriers and one for each. */
export async function readOptions(client: ShipStationClient): Promise<WarehouseOptions> {
  const { data: carriers } = await client.call({ label: "carriers.list", path: "/carriers", schema: carriersSchema });
  const options: WarehouseOptions["carriers"] = [];
  for (const { code, name, nickname } of carriers) {
    if (options.some(carrier => carrier.code === code)) continue;
    const query = { carrierCode: code };
    const { data } = await client.call({ label: "carriers.listservices", path: "/carriers/listservices", query, schema: servicesSchema });
    const services = data.map(service => ({ code: service.code, name: service.name || service.code }));
    options.push({ code, name: nickname || name || code, services });
  }
  return { carriers: options };
}
