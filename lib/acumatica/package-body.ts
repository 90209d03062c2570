import { type Fields, withoutEmpty, wrap, wrapQuantity } from "./envelope";

/** What lies in a box. Name the split of the Shipment line where it is known: anything else makes Acumatica guess, and refuse what it can't match. */
export interface PackageContent {
  inventoryId: string;
  quantity: string;
  uom?: string;
  splitLineNbr?: number;
  lotSerialNbr?: string;
  orderType?: string;
  orderNbr?: string;
}

/** Dimensions and weight in Acumatica's units (`weightUnit` e.g. LB). */
export interface NewPackage {
  boxId?: string;
  trackingNbr?: string;
  /** Our reference, kept in CustomRefNbr1. */
  reference?: string;
  description?: string;
  weight?: string;
  weightUnit?: string;
  length?: string;
  width?: string;
  height?: string;
  confirmed?: boolean;
  contents?: PackageContent[];
}

/** Absent fields stay as they are. Contents given here are added to those of the package. */
export interface PackageChange extends NewPackage {
  id: string;
}

/** A row of Packages without id: Acumatica adds it. */
export function packageBody(box: NewPackage): Fields {
  return withoutEmpty({
    BoxID: wrap(box.boxId),
    Confirmed: wrap(box.confirmed),
    CustomRefNbr1: wrap(box.reference),
    Description: wrap(box.description),
    TrackingNbr: wrap(box.trackingNbr),
    UOM: wrap(box.weightUnit),
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
    ShipmentSplitLineNbr: wrap(content.splitLineNbr),
    OrigOrderType: wrap(content.orderType),
    OrigOrderNbr: wrap(content.orderNbr),
  });
}
