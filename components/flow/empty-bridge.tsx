import { cx } from "../ui/cx";

/** The same picture before anything moves: what a connection carries, in words. */
export function EmptyBridge() {
  return (
    <div className="grid grid-cols-[1.1fr_1fr_1.1fr_1fr_1.1fr] border-line border-y text-help">
      <Pier title="Acumatica" first="Sales Orders or Shipments" second="Shipment with tracking" />
      <Decks first="orders" second="written once" />
      <Pier title="Dockbridge" first="SKUs and services matched" second="checked, then written" middle />
      <Decks first="ready orders" second="labels, boxes" />
      <Pier title="Warehouse" first="ShipStation or any WMS" second="packs and ships" />
    </div>
  );
}

function Pier({ title, first, second, middle }: { title: string; first: string; second: string; middle?: boolean }) {
  return (
    <div
      className={cx(
        "grid grid-rows-[60px_88px_68px] bg-sunk px-3 first:border-line first:border-r last:border-line last:border-l",
        middle && "border-line border-x",
      )}
    >
      <p className="pt-3 font-semibold text-body">{title}</p>
      <p className="text-ink-2">{first}</p>
      <p className="text-ink-2">{second}</p>
    </div>
  );
}

function Decks({ first, second }: { first: string; second: string }) {
  return (
    <div className="grid grid-rows-[60px_88px_68px] text-center">
      <span />
      <p>
        {first}
        <Line />
      </p>
      <p>
        {second}
        <Line back />
      </p>
    </div>
  );
}

function Line({ back }: { back?: boolean }) {
  return (
    <span aria-hidden="true" className="relative mx-1 mt-0.5 block h-2.5">
      <span className="absolute inset-x-0 top-1 h-0.5 bg-line-2" />
      <span
        className={cx(
          "absolute top-0 border-y-[5px] border-y-transparent",
          back ? "left-0 border-r-[8px] border-r-line-2" : "right-0 border-l-[8px] border-l-line-2",
        )}
      />
    </span>
  );
}
