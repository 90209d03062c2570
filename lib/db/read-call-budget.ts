import type { Db } from "./client";

/** What the meter shows. */
export interface BudgetMeter {
  limit: number;
  windowMs: number;
  /** Calls of the running window. */
  used: number;
  openCalls: number;
  /** Null unless the vendor asked to be left alone and that time is not over. */
  blockedUntil: Date | null;
  blockedReason: string | null;
}

/** Reads one budget without taking from it. A budget nobody has used yet is empty. `limit` is the configured one; a learnt one goes before it. */
export async function readCallBudget(db: Db, budget: { key: string; limit: number; windowMs: number }): Promise<BudgetMeter> {
  const { key, limit, windowMs } = budget;
  const rows = await db.$queryRaw<Omit<BudgetMeter, "windowMs">[]>`
    select coalesce(b."learnedLimit", ${limit}::int) as "limit", calls.used, slots.open as "openCalls",
      case when b."blockedUntil" > t.now then b."blockedUntil" end as "blockedUntil", case when b."blockedUntil" > t.now then b."blockedReason" end as "blockedReason"
    from "CallBudget" b, lateral (select clock_timestamp() as now) t,
      lateral (
        select coalesce(sum(s.n), 0)::int as used from unnest(b.stamps, b.counts) as s(stamp, n) where s.stamp > t.now - ${windowMs}::float8 * interval '1 ms'
      ) calls,
      lateral (select count(*)::int as open from unnest(b."holdersUntil") as h(until) where h.until > t.now) slots
    where b.key = ${key}`;
  return { windowMs, ...(rows[0] ?? { limit, used: 0, openCalls: 0, blockedUntil: null, blockedReason: null }) };
}
