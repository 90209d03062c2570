import { cx } from "../ui/cx";

const ROWS = [
  { name: "Comes in", off: "Open Sales Orders of the type above", on: "Open Shipments, one order for each" },
  { name: "Goes back", off: "A new Shipment is created", on: "The same Shipment is updated" },
  { name: "Fits when", off: "You ship from the order, or are unsure", on: "Acumatica already makes the Shipments" },
];

/** A switch that changes two things shows both columns; the chosen one is marked. */
export function ModeTable({ importViaShipments }: { importViaShipments: boolean }) {
  const cell = (chosen: boolean) => cx("border-line border-b px-3 py-2 text-left font-normal", chosen && "bg-accent-soft");
  const head = (chosen: boolean) =>
    cx(
      "border-t-2 border-line border-b px-3 py-1.5 text-left",
      chosen ? "border-t-accent bg-accent-soft font-semibold" : "border-t-transparent font-normal text-ink-2",
    );
  return (
    <div className="md:pl-48">
      <table className="w-full max-w-[508px] border-separate border-spacing-0">
        <caption className="sr-only">What the two modes do</caption>
        <thead>
          <tr>
            <td className="w-20 border-line border-b" />
            <th scope="col" className={head(!importViaShipments)}>
              Off{!importViaShipments && ", chosen"}
            </th>
            <th scope="col" className={head(importViaShipments)}>
              On{importViaShipments && ", chosen"}
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(row => (
            <tr key={row.name} className="align-top">
              <th scope="row" className="border-line border-b py-2 text-left font-normal text-ink-3">
                {row.name}
              </th>
              <td className={cell(!importViaShipments)}>{row.off}</td>
              <td className={cell(importViaShipments)}>{row.on}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
