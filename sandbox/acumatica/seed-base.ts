import { createRandom } from "./random";
import { derivedId, type Row } from "./rows";
import { COMPANIES, FIRST_NAMES, ITEMS, LAST_NAMES, PLACES, SHIP_VIAS, STREETS } from "./seed-data";
import type { Site } from "./site";
import { type ConnectedApp, createTenant, type ErpUser, type Tenant, tableOf } from "./world";

export const DEFAULT_TENANT = "Sandbox";
export const DEFAULT_CLIENT_ID = "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox";
export const DEFAULT_SECRET = "sandbox-secret";
export const DEFAULT_USER = "dockbridge";
export const DEFAULT_PASSWORD = "sandbox-password";
const SECOND_TENANT = "Harbor Live";
const CUSTOMERS = 40;

/** An application with the form's defaults. */
export function newApp(fields: Pick<ConnectedApp, "clientId" | "tenant"> & Partial<ConnectedApp>): ConnectedApp {
  return {
    name: "Dockbridge",
    isActive: true,
    flows: ["password", "authorization_code"],
    secrets: [{ value: DEFAULT_SECRET, expiresAt: null }],
    redirectUris: [],
    anyLoopbackRedirect: true,
    refreshMode: "absolute",
    absoluteDays: 30,
    slidingDays: 15,
    slidingCapDays: 90,
    ...fields,
  };
}

export function newUser(fields: Pick<ErpUser, "name" | "tenant"> & Partial<ErpUser>): ErpUser {
  return {
    password: DEFAULT_PASSWORD,
    isDisabled: false,
    lockedUntilMs: 0,
    failures: 0,
    isPasswordChangeRequired: false,
    hasApiAccess: true,
    rights: {},
    maxSessions: null,
    ...fields,
  };
}

interface Put {
  site: Site;
  tenant: Tenant;
}

function put({ site, tenant }: Put, entity: string, fields: Record<string, Row[string]>): void {
  const table = tableOf(tenant, entity);
  const row: Row = { id: "", ...fields };
  row.id = derivedId(tenant.name, `${entity}/${table.keyOf(row)}`);
  table.save(row, site.clock.now() - 86_400_000);
}

function seedWarehouses(scene: Put): void {
  for (const [id, description] of [
    ["MAIN", "Main warehouse"],
    ["EAST", "East coast warehouse"],
  ] as const) {
    const locations = ["R1S1", "R2S1", "RECV"].map((location, index) => ({
      id: derivedId(id, location),
      LocationID: location,
      Description: location,
      PickPriority: index + 1,
    }));
    put(scene, "Warehouse", {
      WarehouseID: id,
      Description: description,
      ReceivingLocationID: "RECV",
      ShippingLocationID: "R1S1",
      RMALocationID: "RECV",
      Locations: locations,
    });
  }
}

function seedSmallTables(scene: Put): void {
  const boxes = [
    ["SMALL", "Small box", 8, 6, 4],
    ["MEDIUM", "Medium box", 12, 9, 6],
    ["LARGE", "Large box", 18, 14, 12],
  ] as const;
  for (const [id, description, length, width, height] of boxes)
    put(scene, "ShippingBox", {
      BoxID: id,
      Description: description,
      Length: length,
      Width: width,
      Height: height,
      MaxWeight: 50,
      BoxWeight: 0.5,
    });
  for (const [id, description] of SHIP_VIAS)
    put(scene, "ShipVia", {
      CarrierID: id,
      Description: description,
      Packages: boxes.map(([box, text]) => ({ id: derivedId(id, box), BoxID: box, Description: text })),
    });
  put(scene, "ItemClass", { ClassID: "ALLOTHER", Description: "All other goods" });
  put(scene, "CustomerClass", { ClassID: "DEFAULT", Description: "Default customer class" });
  put(scene, "TaxCategory", { TaxCategoryID: "TAXABLE", Description: "Taxable goods" });
}

function seedItems(scene: Put): void {
  ITEMS.forEach(([id, description, price, weight], index) => {
    const barcode = { id: derivedId(id, "barcode"), AlternateType: "Barcode", AlternateID: `0123456${String(78_000 + index)}`, UOM: "EA" };
    const stock = ["MAIN", "EAST"].map((warehouse, place) => ({
      id: derivedId(id, warehouse),
      WarehouseID: warehouse,
      QtyOnHand: 400 - index * 7 - place * 150,
      IsDefault: place === 0,
      Status: "Active",
    }));
    put(scene, "StockItem", {
      InventoryID: id,
      Description: description,
      DefaultPrice: price,
      DimensionWeight: weight,
      DefaultWarehouseID: "MAIN",
      CrossReferences: [barcode],
      WarehouseDetails: stock,
    });
  });
}

function seedCustomers(scene: Put): void {
  const random = createRandom(7);
  for (let index = 1; index <= CUSTOMERS; index += 1) {
    const id = `C${String(index).padStart(9, "0")}`;
    const [city, state, zip] = random.pick(PLACES);
    const person = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    const address = {
      id: "",
      AddressLine1: `${random.below(900) + 100} ${random.pick(STREETS)}`,
      City: city,
      State: state,
      PostalCode: zip,
      Country: "US",
    };
    const name = index <= COMPANIES.length ? (COMPANIES[index - 1] ?? person) : person;
    const contact = {
      id: "",
      Email: `customer${index}@example.com`,
      Phone1: `+1 (555) 010-${String(1000 + index)}`,
      DisplayName: person,
      Address: address,
    };
    put(scene, "Customer", {
      CustomerID: id,
      CustomerName: name,
      BAccountID: 1000 + index,
      Email: contact.Email,
      ShipVia: "UPSGROUND",
      MainContact: contact,
      ShippingContact: contact,
      BillingContact: contact,
    });
  }
  scene.tenant.counters.Customer = CUSTOMERS;
}

/** Adds a tenant with master data, one application and one user. */
export function addTenant(site: Site, { name, clientId }: { name: string; clientId: string }): Tenant {
  const tenant = createTenant(name);
  const scene = { site, tenant };
  // Numbers start where an older company would be, so that zero padding and width are visible.
  tenant.counters = { SalesOrder: 4500, Shipment: 2200 };
  seedWarehouses(scene);
  seedSmallTables(scene);
  seedItems(scene);
  seedCustomers(scene);
  site.world.tenants.set(name, tenant);
  site.world.apps.push(newApp({ clientId, tenant: name }));
  site.world.users.push(newUser({ name: DEFAULT_USER, tenant: name }));
  return tenant;
}

/** A fresh instance: the default tenant, and a second one (its name has a space) to prove that tenants never mix. */
export function seedInstance(site: Site): void {
  addTenant(site, { name: DEFAULT_TENANT, clientId: DEFAULT_CLIENT_ID });
  addTenant(site, { name: SECOND_TENANT, clientId: `0B1C2D3E-4F50-4617-8829-3A4B5C6D7E8F@${SECOND_TENANT}` });
}
