import type { ControlRoute } from "../shared/control";
import type { AcumaticaControls } from "./controls";

function optional(query: URLSearchParams, name: string): Record<string, string> {
  const value = query.get(name);
  return value === null ? {} : { [name]: value };
}

function listFilter(query: URLSearchParams): Record<string, unknown> {
  const limit = query.has("limit") ? { limit: Number(query.get("limit")) } : {};
  return {
    ...["tenant", "status", "orderNbr", "shipmentNbr"].reduce((filter, name) => Object.assign(filter, optional(query, name)), {}),
    ...limit,
  };
}

/** Bodies are the argument objects of `AcumaticaControls`, unchecked: this door is for tests on the same machine. */
export function controlRoutes(controls: AcumaticaControls): Record<string, ControlRoute> {
  const take = <T>(body: Record<string, unknown>) => body as T;
  return {
    "POST /seed": ({ body }) => controls.seed(body),
    "GET /orders": ({ query }) => controls.orders(listFilter(query)),
    "GET /shipments": ({ query }) => controls.shipments(listFilter(query)),
    "POST /orders/edit": ({ body }) => controls.editOrder(take(body)),
    "POST /orders/poison": ({ body }) => controls.poison(take(body)),
    "POST /shipments/act": ({ body }) => controls.actOnShipment(take(body)),
    "POST /records/touch": ({ body }) => controls.touch(take(body)),
    "POST /tenants": ({ body }) => controls.addTenant(take(body)),
    "POST /apps": ({ body }) => controls.changeApp(take(body)),
    "POST /apps/expire-secret": ({ body }) => controls.expireSecret(take<{ clientId?: string }>(body).clientId),
    "POST /users": ({ body }) => {
      const { password: _password, ...user } = controls.changeUser(take(body));
      return user;
    },
    "POST /tokens/revoke": ({ body }) => ({ revoked: controls.revokeTokens(take<{ clientId?: string }>(body).clientId) }),
    "POST /tokens/expire-access": () => ({ expired: controls.expireAccessTokens() }),
    "GET /sessions": () => controls.sessions(),
    "POST /sessions/close": ({ body }) => ({ closed: controls.closeSessions(take<{ user?: string }>(body).user) }),
  };
}
