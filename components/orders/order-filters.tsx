"use client";
import { Search, X } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useState, useTransition } from "react";
import { useAnnounce } from "../patterns/live-region";
import { Icon } from "../ui/icon";
import { SearchInput, Select } from "../ui/input";

export interface OrderFiltersProps {
  connections: { id: string; name: string }[];
  /** Words of the problem the list is narrowed to, when it is. */
  problem: string | null;
  found: number;
}

const TYPING_MS = 300;

/** Search and filters, kept in the address. Changing one starts from the first page again. */
export function OrderFilters({ connections, problem, found }: OrderFiltersProps) {
  const [isPending, startTransition] = useTransition();
  const announce = useAnnounce();
  const [filters, setFilters] = useQueryStates(
    { q: parseAsString, connection: parseAsString, problem: parseAsString, at: parseAsString },
    { shallow: false, startTransition, history: "replace" },
  );
  const [text, setText] = useState(filters.q ?? "");
  useEffect(() => {
    const wanted = text.trim() || null;
    if (wanted === filters.q) return;
    const timer = setTimeout(() => void setFilters({ q: wanted, at: null }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, filters.q, setFilters]);
  useEffect(() => {
    if (!isPending && filters.q) announce(`${found} orders on this page`);
  }, [isPending, filters.q, found, announce]);
  const isFiltered = Boolean(filters.q || filters.connection || filters.problem);
  function clear() {
    setText("");
    void setFilters({ q: null, connection: null, problem: null, at: null });
  }
  return (
    <search className="gutter flex flex-wrap items-center gap-2 py-3" aria-busy={isPending}>
      <SearchInput
        aria-label="Order, shipment or tracking number"
        placeholder="Order, shipment or tracking number"
        icon={<Icon of={Search} />}
        className="w-[300px] max-md:w-full"
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <Select
        aria-label="Connection"
        className="max-w-60"
        value={filters.connection ?? ""}
        onChange={event => void setFilters({ connection: event.target.value || null, at: null })}
      >
        <option value="">All connections</option>
        {connections.map(connection => (
          <option key={connection.id} value={connection.id}>
            {connection.name}
          </option>
        ))}
      </Select>
      {problem && (
        <button
          type="button"
          onClick={() => void setFilters({ problem: null, at: null })}
          aria-label={`Remove the filter: waits for ${problem}`}
          className="inline-flex h-8 max-w-80 items-center gap-2 rounded-ctl border border-line-2 px-2.5 hover:bg-hover"
        >
          <span className="truncate">
            Waits for <strong>{problem}</strong>
          </span>
          <Icon of={X} size={14} />
        </button>
      )}
      {isFiltered && (
        <button type="button" onClick={clear} className="link h-8 px-1">
          Clear
        </button>
      )}
    </search>
  );
}
