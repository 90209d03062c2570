import type { Carrier, Customer, Product } from "./account-types";
import { asNumber, asText, cents, isObject, type Json } from "./json-fields";
import { formatWallShort, parseWall } from "./pacific-time";
import { answerPage, sortRows } from "./paging";
import { type RequestQuery, requireNumber } from "./request-query";
import { CATALOG } from "./seed-data";
import { notFound, ruleError } from "./vendor-error";
import { type World, wallNow } from "./world";

function walls(row: { createDate: string; modifyDate: string }) {
  return { created: parseWall(row.createDate, false) ?? 0, modified: parseWall(row.modifyDate, false) ?? 0 };
}

/** GET /products; `startDate` and `endDate` look at the modify date. @throws VendorError */
export function listProducts(world: World, query: RequestQuery) {
  const sku = query.text("sku")?.toLowerCase();
  const name = query.text("name")?.toLowerCase();
  const tagId = query.integer("tagId");
  const isShowingInactive = query.flag("showInactive") ?? false;
  const [start, end] = ["startDate", "endDate"].map(field => parseWall(query.text(field) ?? "", world.switches.honourOffsets));
  const named = (value: unknown, id: number | null, field: string) => id === null || (isObject(value) && value[field] === id);
  const categoryId = query.integer("productCategoryId");
  const typeId = query.integer("productTypeId");
  const rows = [...world.state.products.values()].filter(product => {
    const { modified } = walls(product);
    const tags = (product.tags as { tagId: number }[] | undefined) ?? [];
    if (!isShowingInactive && !product.active) return false;
    if (sku && product.sku.toLowerCase() !== sku) return false;
    if (name && !product.name.toLowerCase().includes(name)) return false;
    if (tagId !== null && !tags.some(tag => tag.tagId === tagId)) return false;
    if (!named(product.productCategory, categoryId, "categoryId") || !named(product.productType, typeId, "productTypeId")) return false;
    return modified >= (start ?? Number.NEGATIVE_INFINITY) && modified <= (end ?? Number.POSITIVE_INFINITY);
  });
  const sortBy = query.choice("sortBy", ["SKU", "ModifyDate", "CreateDate"]);
  const isDescending = query.choice("sortDir", ["ASC", "DESC"]) === "DESC";
  const key = (product: Product) =>
    sortBy === "ModifyDate" ? walls(product).modified : sortBy === "CreateDate" ? walls(product).created : 0;
  const sorted = sortRows(rows, key, product => product.productId, isDescending);
  if (sortBy === "SKU") sorted.sort((a, b) => (isDescending ? -1 : 1) * (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
  return answerPage({ world, query, collection: "products", rows: sorted, show: product => product });
}

export function getProduct(world: World, productId: number): Product {
  const product = world.state.products.get(productId);
  if (!product) throw notFound("product");
  return product;
}

/** PUT /products/{id}: the whole product again; what is left out is cleared. @throws VendorError */
export function updateProduct(world: World, productId: number, body: Json): object {
  const product = getProduct(world, productId);
  const name = asText(body.name);
  if (!name) throw ruleError("'name' must not be empty.");
  const wall = wallNow(world);
  for (const field of Object.keys(product)) {
    if (!["productId", "createDate", "modifyDate", "sku", "name", "price", "active", "tags"].includes(field))
      product[field] = body[field] ?? null;
  }
  world.state.productIdBySku.delete(product.sku);
  product.sku = asText(body.sku) ?? "";
  product.name = name;
  product.price = asNumber(body.price) ?? 0;
  product.active = body.active !== false;
  product.tags = Array.isArray(body.tags) ? body.tags : [];
  product.modifyDate = formatWallShort(wall);
  world.state.addProduct(product);
  world.journal.effect("product.updated", { productId, sku: product.sku });
  return { success: true, message: "The requested product has been updated" };
}

/** GET /customers. @throws VendorError */
export function listCustomers(world: World, query: RequestQuery) {
  const state = query.text("stateCode")?.toUpperCase();
  const country = query.text("countryCode")?.toUpperCase();
  const tagId = query.integer("tagId");
  const marketplaceId = query.integer("marketplaceId");
  const rows = [...world.state.customers.values()].filter(
    customer =>
      (!state || customer.state?.toUpperCase() === state) &&
      (!country || customer.countryCode?.toUpperCase() === country) &&
      (tagId === null || customer.tags.some(tag => tag.tagId === tagId)) &&
      (marketplaceId === null || customer.marketplaceUsernames.some(entry => entry.marketplaceId === marketplaceId)),
  );
  const sortBy = query.choice("sortBy", ["Name", "ModifyDate", "CreateDate"]);
  const isDescending = query.choice("sortDir", ["ASC", "DESC"]) === "DESC";
  const key = (row: Customer) => (sortBy === "ModifyDate" ? walls(row).modified : sortBy === "CreateDate" ? walls(row).created : 0);
  const sorted = sortRows(rows, key, customer => customer.customerId, isDescending);
  if (sortBy === "Name") sorted.sort((a, b) => (isDescending ? -1 : 1) * (a.name ?? "").localeCompare(b.name ?? ""));
  return answerPage({ world, query, collection: "customers", rows: sorted, show: customer => customer });
}

export function getCustomer(world: World, customerId: number): Customer {
  const customer = world.state.customers.get(customerId);
  if (!customer) throw notFound("customer");
  return customer;
}

export function getCarrier(world: World, carrierCode: string | null): Carrier {
  if (!carrierCode) throw ruleError("'carrierCode' must not be empty.");
  const carrier = world.state.carriers.find(entry => entry.code === carrierCode);
  if (!carrier) throw notFound("carrier");
  return carrier;
}

export function listServices(world: World, carrierCode: string | null): object[] {
  const { code } = getCarrier(world, carrierCode);
  return (CATALOG[code]?.services ?? []).map(({ baseCost: _, ...service }) => ({ carrierCode: code, ...service }));
}

export function listPackages(world: World, carrierCode: string | null): object[] {
  const { code } = getCarrier(world, carrierCode);
  return (CATALOG[code]?.packages ?? []).map(entry => ({ carrierCode: code, ...entry }));
}

/** POST /carriers/addfunds. @throws VendorError for a carrier that has no balance of its own */
export function addFunds(world: World, body: Json): Carrier {
  const carrier = getCarrier(world, asText(body.carrierCode));
  if (!carrier.requiresFundedAccount) throw ruleError(`Carrier '${carrier.code}' does not keep a balance.`);
  carrier.balance = cents(carrier.balance + requireNumber(body, "amount"));
  return carrier;
}

/** GET /users; the documentation shows one bare object, an account surely answers a list: see the switch. */
export function listUsers(world: World, query: RequestQuery): object {
  const isShowingInactive = query.flag("showInactive") ?? false;
  const users = world.state.users.filter(user => isShowingInactive || user.active).map(({ active: _, ...user }) => user);
  return world.switches.usersAnswer === "array" ? users : (users[0] ?? {});
}
