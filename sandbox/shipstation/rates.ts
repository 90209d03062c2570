import { asText, cents, type Json } from "./json-fields";
import type { Weight } from "./order-types";
import { CATALOG } from "./seed-data";
import { ruleError } from "./vendor-error";
import type { World } from "./world";

const OUNCES_PER_UNIT: Record<string, number> = { pounds: 16, ounces: 1, grams: 0.035274 };

/** What a label costs: the service's base price and 6 cents an ounce above a pound. */
export function labelCost(carrierCode: string, serviceCode: string, weight: Pick<Weight, "value" | "units"> | null): number {
  const service = CATALOG[carrierCode]?.services.find(entry => entry.code === serviceCode);
  const ounces = weight ? weight.value * (OUNCES_PER_UNIT[weight.units] ?? 1) : 0;
  return cents((service?.baseCost ?? 10) + Math.max(0, ounces - 16) * 0.06);
}

/** The service must be one of the carrier's. @throws VendorError */
export function checkService(world: World, carrierCode: string, serviceCode: string): void {
  if (!world.state.carriers.some(carrier => carrier.code === carrierCode)) throw ruleError(`Carrier '${carrierCode}' is not set up.`);
  const isKnown = CATALOG[carrierCode]?.services.some(service => service.code === serviceCode);
  if (!isKnown) throw ruleError(`Service '${serviceCode}' is not offered by carrier '${carrierCode}'.`);
}

/** POST /shipments/getrates: one row per service of the carrier that goes to the country. @throws VendorError */
export function getRates(world: World, body: Json): object[] {
  const carrierCode = asText(body.carrierCode) ?? "";
  if (carrierCode === "") throw ruleError("'carrierCode' must not be empty.");
  if (!world.state.carriers.some(carrier => carrier.code === carrierCode)) throw ruleError(`Carrier '${carrierCode}' is not set up.`);
  if (!asText(body.fromPostalCode)) throw ruleError("'fromPostalCode' must not be empty.");
  const isDomestic = (asText(body.toCountry) ?? "US").toUpperCase() === "US";
  const wanted = asText(body.serviceCode);
  const weight = body.weight as Weight | null;
  return (CATALOG[carrierCode]?.services ?? [])
    .filter(service => (isDomestic ? service.domestic : service.international) && (!wanted || wanted === service.code))
    .map(service => {
      const shipmentCost = labelCost(carrierCode, service.code, weight ?? null);
      return { serviceName: service.name, serviceCode: service.code, shipmentCost, otherCost: cents(shipmentCost * 0.03) };
    });
}
