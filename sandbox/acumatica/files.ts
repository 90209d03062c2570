import type { SandboxResponse } from "../shared/exchange";
import type { EntityCall } from "./entity-call";
import { derivedId, type Row } from "./rows";
import { tableOf } from "./world";

interface StoredFile {
  id: string;
  filename: string;
  href: string;
  comment: string;
}

/** Attaches a file to a record; the same name again replaces it. Contents are not kept. */
export function putFile({ site, caller, entity, endpointPath, request }: EntityCall, row: Row, filename: string): SandboxResponse {
  const id = derivedId(row.id, filename);
  const file: StoredFile = {
    id,
    filename,
    href: `${endpointPath}/files/${id}`,
    comment: String(request.headers["px-cbfilecomment"] ?? ""),
  };
  const others = ((row._files ?? []) as unknown as StoredFile[]).filter(known => known.filename !== filename);
  row._files = [...others, file] as unknown as Row[];
  tableOf(caller.tenant, entity.name).save(row, site.clock.now());
  site.journal.effect("file attached", {
    tenant: caller.tenant.name,
    entity: entity.name,
    key: tableOf(caller.tenant, entity.name).keyOf(row),
    filename,
  });
  site.changed();
  return { status: 204, headers: { location: file.href } };
}
