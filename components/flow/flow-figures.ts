import type { ReactNode } from "react";

/** What stands in a pier: how much, and how old the oldest is. */
export interface Stock {
  count: number;
  label: string;
  oldestSince?: string | null;
  /** When it goes on by itself. */
  nextAt?: string | null;
  tone?: "warn" | "bad";
  href?: string;
}

/** What crossed a deck since midnight. */
export interface Deck {
  count: number;
  label: string;
  lastAt: string | null;
  nextAt: string | null;
  /** A run is under way right now. */
  isMoving: boolean;
  note?: ReactNode;
}

export interface FlowFigures {
  stores: { working: number; all: number };
  warehouses: { working: number; all: number };
  /** Upper row: orders in. Lower row: tracking out. */
  upper: { erp: Stock[]; import: Deck; dock: Stock[]; forward: Deck; warehouse: Stock[] };
  lower: { erp: Stock[]; writeBack: Deck; dock: Stock[]; collect: Deck; warehouse: Stock[] };
}
