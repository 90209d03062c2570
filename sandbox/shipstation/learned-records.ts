import type { Order, OrderItem } from "./order-types";
import { formatWall, formatWallShort } from "./pacific-time";
import { type World, wallNow } from "./world";

/** Products and customers that the account learns from orders; there is no call that creates them. */

/** The product of a line, made on first sight. Money lines and lines without SKU have none. */
export function learnProduct(world: World, item: OrderItem): number | null {
  if (item.adjustment || !item.sku) return null;
  const known = world.state.productIdBySku.get(item.sku);
  if (known !== undefined) return known;
  const stamp = formatWallShort(wallNow(world));
  const productId = world.state.next("product");
  const ouncesPer: Record<string, number> = { pounds: 16, ounces: 1, grams: 0.035274 };
  world.state.addProduct({
    productId,
    sku: item.sku,
    name: item.name,
    price: item.unitPrice ?? 0,
    defaultCost: null,
    length: null,
    width: null,
    height: null,
    weightOz: item.weight ? item.weight.value * (ouncesPer[item.weight.units] ?? 1) : null,
    internalNotes: null,
    fulfillmentSku: item.fulfillmentSku,
    createDate: stamp,
    modifyDate: stamp,
    active: true,
    productCategory: null,
    productType: null,
    warehouseLocation: item.warehouseLocation,
    defaultCarrierCode: null,
    defaultServiceCode: null,
    defaultPackageCode: null,
    defaultIntlCarrierCode: null,
    defaultIntlServiceCode: null,
    defaultIntlPackageCode: null,
    defaultConfirmation: null,
    defaultIntlConfirmation: null,
    customsDescription: null,
    customsValue: null,
    customsTariffNo: null,
    customsCountryCode: null,
    noCustoms: null,
    tags: [],
  });
  return productId;
}

/** The customer of an order that carries a `customerUsername`; null without one. */
export function learnCustomer(world: World, order: Pick<Order, "customerUsername" | "customerEmail" | "shipTo">): number | null {
  if (!order.customerUsername) return null;
  const known = world.state.customerIdByUsername.get(order.customerUsername);
  if (known !== undefined) return known;
  const { shipTo } = order;
  const stamp = formatWall(wallNow(world));
  const customerId = world.state.next("customer");
  world.state.addCustomer({
    customerId,
    createDate: stamp,
    modifyDate: stamp,
    name: shipTo.name,
    company: shipTo.company,
    street1: shipTo.street1,
    street2: shipTo.street2,
    city: shipTo.city,
    state: shipTo.state,
    postalCode: shipTo.postalCode,
    countryCode: shipTo.country,
    phone: shipTo.phone,
    email: order.customerEmail,
    addressVerified: shipTo.addressVerified === "Address validated successfully" ? "Verified" : "Unverified",
    marketplaceUsernames: [
      {
        customerUserId: world.state.next("customerUser"),
        customerId,
        createDate: stamp,
        modifyDate: stamp,
        marketplaceId: 0,
        marketplace: "ShipStation",
        username: order.customerUsername,
      },
    ],
    tags: [],
  });
  return customerId;
}
