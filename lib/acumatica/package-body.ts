import { type Fields, withoutEmpty, wrap, wrapQuantity } from "./envelope";

/** What lies in a box. Name the split of the Shipment line where it is known: without it Acumatica matches by item, lot and order, and refuses what it can't match. */
export interface PackageContent {
  inventoryId: string;
  quantity: string;
  uom?: string;
  /** As read from the Shipment's splits. */
  splitLineNbr?: string;
  lotSerialNbr?: string;
  orderType?: string;
  orderNbr?: string;
}

/** A box as Acumatica takes it: Shipments (SO302000), Packages tab. Absent fields are not touched. */
export interface NewPackage {
  boxId?: string;
  trackingNbr?: string;
  /** Where our reference is kept. */
  customRefNbr1?: string;
  description?: string;
  weight?: string;
  /** Unit of the weight, e.g. LB. */
  uom?: string;
  length?: string;
  width?: string;
  height?: string;
  confirmed?: boolean;
  contents?: PackageContent[];
}

/** Contents given here are added to those of the package. */
export interface PackageChange extends NewPackage {
  id: string;
}

/** A row of Packages without id: Acumatica adds it. */
export function packageBody(box: NewPackage): Fields {
  return withoutEmpty({
    BoxID: wrap(box.boxId),
    Confirmed: wrap(box.confirmed),
    CustomRefNbr1: wrap(box.customRefNbr1),
    Description: wrap(box.description),
    TrackingNbr: wrap(box.trackingNbr),
    UOM: wrap(box.uom),
    Weight: wrapQuantity(box.weight),
    Length: wrapQuantity(box.length),
    Width: wrapQuantity(box.width),
    Height: wrapQuantity(box.height),
    PackageContents: box.contents?.map(contentBody),
  });
}

/** A row of Packages with id: Acumatica changes that one. */
export function packageChangeBody(change: PackageChange): Fields {
  return { id: change.id, ...packageBody(change) };
}

function contentBody(content: PackageContent): Fields {
  return withoutEmpty({
    InventoryID: wrap(content.inventoryId),
    LotSerialNbr: wrap(content.lotSerialNbr),
    Quantity: wrapQuantity(content.quantity),
    UOM: wrap(content.uom),
    ShipmentSplitLineNbr: wrapQuantity(content.splitLineNbr),
    OrigOrderType: wrap(content.orderType),
    OrigOrderNbr: wrap(content.orderNbr),
  });
}
