import type { SandboxRequest } from "../shared/exchange";
import type { ContractEntity } from "./contract";
import type { Caller, Site } from "./site";

/** A request that has reached an entity of an endpoint, its caller known. */
export interface EntityCall {
  site: Site;
  request: SandboxRequest;
  caller: Caller;
  entity: ContractEntity;
  generation: string;
  /** `/AcmeERP/entity/Default/24.200.001` */
  endpointPath: string;
  /** What follows the entity's name, decoded. */
  rest: string[];
}
