import { z } from "zod";
import { readJson, serverTimeOf } from "./read-json";
import type { AcumaticaSession } from "./session";

export interface OfferedEndpoint {
  name: string;
  version: string;
}

export interface Offer {
  endpoints: OfferedEndpoint[];
  /** Acumatica's build, e.g. 24.213.0015; older builds don't tell. */
  build?: string;
  serverTime?: Date;
}

const endpointSchema = z.looseObject({ name: z.string(), version: z.string() });
const listSchema = z.array(z.unknown()).transform(all => all.flatMap(one => endpointSchema.safeParse(one).data ?? []));
const offerSchema = z.union([
  listSchema.transform(endpoints => ({ endpoints, build: undefined as string | undefined })),
  z
    .looseObject({
      endpoints: listSchema,
      version: z.looseObject({ acumaticaBuildVersion: z.string().optional() }).optional().catch(undefined),
    })
    .transform(({ endpoints, version }) => ({ endpoints, build: version?.acumaticaBuildVersion })),
]);

/** The endpoints this instance offers the signed-in user, from `GET /entity`: an object on newer builds, a bare array on older ones. */
export async function listEndpoints(session: AcumaticaSession): Promise<Offer> {
  const label = "acumatica.endpoints.list";
  const response = await session.request({ method: "GET", path: "entity", root: true, label });
  const { endpoints, build } = readJson(response, offerSchema, { label, isWrite: false });
  const serverTime = serverTimeOf(response);
  return {
    endpoints: endpoints.map(({ name, version }) => ({ name, version })),
    ...(build === undefined ? {} : { build }),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

export type EndpointCheck =
  | { offered: true; name: string; version: string }
  /** `alternatives`: the versions of the same name first, newest first, then everything else. */
  | { offered: false; alternatives: OfferedEndpoint[] };

/** Compares the store's endpoint with the offer. Names are compared without regard to case, as Acumatica does. */
export function checkEndpoint(offer: Offer, wanted: OfferedEndpoint): EndpointCheck {
  const isSameName = (one: OfferedEndpoint) => one.name.toLowerCase() === wanted.name.toLowerCase();
  const found = offer.endpoints.find(one => isSameName(one) && one.version === wanted.version);
  if (found !== undefined) return { offered: true, ...found };
  const newestFirst = [...offer.endpoints].sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
  return { offered: false, alternatives: [...newestFirst.filter(isSameName), ...newestFirst.filter(one => !isSameName(one))] };
}
