/**
 * Everything about the sandbox that can be turned. Where Acumatica's behaviour is not known for certain, the switch stands for
 * that unknown; README.md lists each with the reason for its default.
 */
export interface AcumaticaSwitches {
  /** First path segments under which the instance answers; "" = the site root. */
  virtualDirectories: string[];
  /** Whether `/t/<tenant>/entity` reaches the contract API (the prefix belongs to OData). */
  tenantPath: boolean;
  /** `GET /entity`: newer builds wrap the list in an object, older ones give the bare array. */
  entityListShape: "object" | "array";
  /** Extensions of Default, listed only to signed-in callers. */
  customEndpoints: { name: string; version: string }[];

  // identity
  accessTokenSeconds: number;
  authorizationCodeSeconds: number;
  expiredSecretError: string;
  inactiveAppError: string;
  lockedUserDescription: string;
  /** Refused passwords in a row before the account locks; 0 = never. */
  lockAfterFailures: number;
  lockMinutes: number;
  /** Whether the token endpoint takes `login@tenant` as a user name. */
  loginWithTenantSuffix: boolean;
  /** Whether `api:concurrent_access` may be asked for. */
  concurrentScopeAllowed: boolean;
  revocationEndpoint: boolean;

  // sessions
  /** Seats of the licence; 0 = unlimited. */
  maxApiSessions: number;
  /** Seats of one user (Users, SM201010) unless the user has its own number; 0 = unlimited. */
  maxSessionsPerUser: number;
  seatLimitFace: "302" | "500" | "429";
  cookieIdleMinutes: number;

  // throttle (License Monitoring Console, SM604000); 0 = unlimited
  requestsPerMinute: number;
  maxConcurrentRequests: number;
  /** Working time of one call; calls of one session take it one after another. */
  callMs: number;
  queueMax: number;
  queueWaitMaxMs: number;

  // reading
  /** Most rows a list gives whatever was asked for; 0 = no cap. */
  pageCap: number;
  listOrder: "shuffled" | "shuffled_each_call" | "by_key";
  orderBy: "ignored" | "works";
  /** Entity → when its list fails with the optimizer error. */
  optimizerFailure: Record<string, "with_expand" | "always" | "never">;
  shipmentNonKeyFilter: "works" | "error_500" | "empty";
  /** AND over fields of two views (top level and a linked entity) gives 200 with []. */
  twoViewFilterEmpty: boolean;
  /** Entity → fields that cannot be filtered ("type conversions not supported"). */
  computedFilterFields: Record<string, string[]>;
  /** After each list of this many rows or fewer, that many of them are touched by somebody else: pages shift. */
  touchAfterList: number;
  /** `Entity` or `Entity/Path` → fields absent because a feature is off. */
  hiddenFields: Record<string, string[]>;
  unmappedFields: "absent" | "empty";
  links: boolean;
  /** `_links` before `custom` instead of last. */
  linksBeforeCustom: boolean;
  workflowActions: boolean;
  /** Offset in which time stamps are written. */
  dateOffsetMinutes: number;
  /** Zone of filter literals that carry no offset. */
  naiveLiteralOffsetMinutes: number;

  // writing
  holdOrdersOnEntry: boolean;
  holdShipmentsOnEntry: boolean;
  /** Writing to a read-only document: 422, or 200 with nothing saved. */
  readOnlyWrites: "reject" | "ignore";
  boxRequired: boolean;
  /** `pool` = contents must match the packable items; `refused` = no row ever matches; `ignored` = the field is not in this endpoint. */
  packageContents: "pool" | "refused" | "ignored";
  /** Label of a package's Type. */
  packageType: string;
  /** Field errors as 422 with the echo, or as a 500 with OutcomeEntityHasErrorsException. */
  validationStatus: 422 | 500;
  echoDetailsWithoutExpand: boolean;
  patchSupported: boolean;
  /** The next n writes fail with "Another process has updated…". */
  concurrentUpdate: { times: number; status: number; entity: string };

  // documents
  /** A line's OpenQty falls when its shipment is confirmed (inferred) or already when it is created. */
  openQtyFalls: "on_confirm" | "on_create";
  /** Whether an order's "last changed" moves when only its shipments change. */
  orderStampMovesWithShipment: boolean;
  /** An unconfirmed shipment keeps its order in Shipping, and from further shipments. */
  shippingLocksOrder: boolean;
  /** CreateShipment finds nothing to ship: fails and the order goes to Back Order. */
  outOfStock: boolean;

  // actions
  actionMode: "immediate" | "async";
  operationMs: number;
  /** When an asynchronous operation's effect becomes visible. */
  operationEffect: "end" | "start";
  /** 204 answers carry a Location to the record, which does not resolve. */
  entityLocationOn204: boolean;
  /** Calls to a screen with a running operation in the same session get 409. */
  conflictWhileRunning: boolean;
  actionFailureStatus: 500 | 422;
  failedOperationStatus: 500 | 422;
  /** Status address of an operation nobody knows, or asked for from another session. */
  unknownOperationStatus: number;
  statusNeedsSameSession: boolean;
  /** The next n actions of this name ("" = any) fail although allowed. */
  failActions: { name: string; times: number };

  // bodies of errors whose text is not known
  unauthorizedMessage: string;
  /** "" = the framework's own 404 text. */
  notFoundMessage: string;
  preconditionMessage: string;
  tooManyRequestsBody: string;
}

/** The defaults: generous limits, everything as on the best documented 24R2 site. */
export function defaultSwitches(): AcumaticaSwitches {
  return { ...identityDefaults(), ...readingDefaults(), ...writingDefaults() };
}

function identityDefaults() {
  return {
    virtualDirectories: ["", "AcmeERP"],
    tenantPath: false,
    entityListShape: "object" as const,
    customEndpoints: [{ name: "Dockside", version: "1.0" }],
    accessTokenSeconds: 3600,
    authorizationCodeSeconds: 60,
    expiredSecretError: "invalid_client",
    inactiveAppError: "invalid_client",
    lockedUserDescription: "invalid_username_or_password",
    lockAfterFailures: 5,
    lockMinutes: 15,
    loginWithTenantSuffix: false,
    concurrentScopeAllowed: true,
    revocationEndpoint: true,
    maxApiSessions: 0,
    maxSessionsPerUser: 0,
    seatLimitFace: "302" as const,
    cookieIdleMinutes: 10,
    requestsPerMinute: 0,
    maxConcurrentRequests: 0,
    callMs: 0,
    queueMax: 20,
    queueWaitMaxMs: 600_000,
    unauthorizedMessage: "Authorization has been denied for this request.",
    notFoundMessage: "",
    preconditionMessage: "The precondition of the request is not satisfied.",
    tooManyRequestsBody: "The custom error module does not recognize this error.",
  };
}

function readingDefaults() {
  return {
    pageCap: 0,
    listOrder: "shuffled" as const,
    orderBy: "ignored" as const,
    optimizerFailure: {},
    shipmentNonKeyFilter: "works" as const,
    twoViewFilterEmpty: false,
    computedFilterFields: {},
    touchAfterList: 0,
    hiddenFields: {
      SalesOrder: ["VATExemptTotal", "VATTaxableTotal"],
      "SalesOrder/Details": ["CostCode", "CustomerOrderNbr", "SchedOrderDate", "ShipToLocation", "Subitem", "TaxZone"],
      "Shipment/Details": ["Subitem", "ExpirationDate", "LotSerialNbr"],
      StockItem: ["DefaultSubitem", "UseOnEntry"],
      Customer: ["ShippingBranch"],
    },
    unmappedFields: "absent" as const,
    links: true,
    linksBeforeCustom: false,
    workflowActions: false,
    dateOffsetMinutes: 0,
    naiveLiteralOffsetMinutes: 0,
  };
}

function writingDefaults() {
  return {
    holdOrdersOnEntry: false,
    holdShipmentsOnEntry: false,
    readOnlyWrites: "reject" as const,
    boxRequired: false,
    packageContents: "pool" as const,
    packageType: "Manual",
    validationStatus: 422 as const,
    echoDetailsWithoutExpand: true,
    patchSupported: false,
    concurrentUpdate: { times: 0, status: 500, entity: "" },
    openQtyFalls: "on_confirm" as const,
    orderStampMovesWithShipment: true,
    shippingLocksOrder: true,
    outOfStock: false,
    actionMode: "immediate" as const,
    operationMs: 2000,
    operationEffect: "end" as const,
    entityLocationOn204: false,
    conflictWhileRunning: false,
    actionFailureStatus: 500 as const,
    failedOperationStatus: 500 as const,
    unknownOperationStatus: 404,
    statusNeedsSameSession: true,
    failActions: { name: "", times: 0 },
  };
}
