import { type Db, poolOf } from "./client";
import { sqlOn } from "./sql-tx";

/** One budget's settings as SQL needs them; all times in milliseconds. */
export interface BudgetSettings {
  key: string;
  limit: number;
  windowMs: number;
  slackMs: number;
  /** Calls open at once; null: not limited. */
  concurrency: number | null;
  leaseMs: number;
}

export interface Decision {
  isGranted: boolean;
  /** What it waits for; null when granted. */
  waitsFor: "block" | "rate" | "slot" | null;
  waitMs: number;
  resumeAt: Date;
  limit: number;
  /** Calls of the running window, this one included when granted. */
  used: number;
}

/** The share of the limit and of the slots that a priority may use: imports leave a fifth to write-backs. */
const SHARE = { write_back: 1, normal: 1, import: 0.8 } as const;

/**
 * Decides about one call and, when it is granted, writes it down: one statement, so that no two processes decide on the same facts. The row is locked
 * first and the time is read after the lock, by the database's clock, so grants are in the order of their stamps and a process's own clock counts for nothing.
 *
 * A sliding log: no window of `windowMs` ever holds more than the limit; `slackMs` is added because calls reach the vendor with different delays. (A token
 * bucket of 40 a minute lets 80 calls into one minute.) Above 256 calls a window, stamps are rounded up to a 256th of it and counted together: a call then
 * counts a little longer, never shorter, and the row stays below 5 KB. Measured one after the other: median 1.9 ms a grant at a limit of 40, 2.3 ms at 100,000 with a full row.
 *
 * Null when the row does not exist yet. A stamp further ahead than a window can only come from a clock that was set back, and is dropped.
 */
export async function decide(
  db: Db,
  settings: BudgetSettings,
  call: { priority: keyof typeof SHARE; holder: string },
): Promise<Decision | null> {
  const { key, limit, windowMs, slackMs, concurrency, leaseMs } = settings;
  const rows = await sqlOn(poolOf(db)).$queryRaw<Decision[]>`
    with b as (
      select * from "CallBudget" where key = ${key} for update
    ), t as (
      select b.*, clock_timestamp() as now, coalesce(b."learnedLimit", ${limit}::int) as cap, ${windowMs}::float8 * interval '1 ms' as win,
        ${windowMs + slackMs}::float8 * interval '1 ms' as keep
      from b
    ), live as (
      select s.stamp, s.n, sum(s.n) over (order by s.stamp, s.ord) as upto
      from t, unnest(t.stamps, t.counts) with ordinality as s(stamp, n, ord)
      where s.stamp > t.now - t.keep and s.stamp <= t.now + t.win
    ), held as (
      select h.holder, h.until from t, unnest(t.holders, t."holdersUntil") as h(holder, until) where h.until > t.now
    ), f as (
      select t.now, t.cap, t.keep, t."blockedUntil",
        greatest(1, floor(t.cap * ${SHARE[call.priority]}::float8))::int as allowed,
        greatest(1, floor(${concurrency}::int * ${SHARE[call.priority]}::float8))::int as slots,
        coalesce((select max(upto) from live), 0)::int as used,
        (select count(*) from held)::int as open,
        case when t.cap <= 256 then t.now
          else to_timestamp(ceil(extract(epoch from t.now) * 256000 / ${windowMs}::float8) * ${windowMs}::float8 / 256000) end as stamp
      from t
    ), d as (
      select f.*, case
        when f."blockedUntil" > f.now then 'block'
        when f.used >= f.allowed then 'rate'
        when f.open >= f.slots then 'slot' end as waits
      from f
    ), granted as (
      update "CallBudget" c set
        stamps = a.stamps, counts = a.counts,
        holders = case when ${concurrency}::int is null then '{}' else array(select holder from held order by until) || ${call.holder}::text end,
        "holdersUntil" = case when ${concurrency}::int is null then '{}'
          else array(select until from held order by until) || (d.now + ${leaseMs}::float8 * interval '1 ms') end
      from d, lateral (
        select array_agg(g.stamp order by g.stamp) as stamps, array_agg(g.n order by g.stamp) as counts
        from (select x.stamp, sum(x.n)::int as n from (select stamp, n from live union all select d.stamp, 1) x group by x.stamp) g
      ) a
      where c.key = ${key} and d.waits is null
    )
    select d.waits is null as "isGranted", d.waits as "waitsFor", d.cap as "limit", d.used + (d.waits is null)::int as used, r.at as "resumeAt",
      greatest(0, extract(epoch from r.at - d.now) * 1000)::float8 as "waitMs"
    from d, lateral (
      select case d.waits
        when 'block' then d."blockedUntil"
        when 'rate' then (select min(stamp) from live where upto > d.used - d.allowed) + d.keep
        when 'slot' then least((select min(until) from held), d.now + interval '100 ms')
        else d.now end as at
    ) r`;
  return rows[0] ?? null;
}

/** Makes the row of a new budget; a second one is harmless. */
export async function insertBudget(db: Db, key: string): Promise<void> {
  await sqlOn(poolOf(db)).$executeRaw`
    insert into "CallBudget" (key, stamps, counts, holders, "holdersUntil") values (${key}, '{}', '{}', '{}', '{}') on conflict (key) do nothing`;
}

/** Gives a slot back. Without it the slot comes free when its lease ends. */
export async function releaseHolder(db: Db, { key, holder }: { key: string; holder: string }): Promise<void> {
  await sqlOn(poolOf(db)).$executeRaw`
    update "CallBudget" b set (holders, "holdersUntil") = (
      select coalesce(array_agg(h.holder order by h.until), '{}'), coalesce(array_agg(h.until order by h.until), '{}')
      from unnest(b.holders, b."holdersUntil") as h(holder, until) where h.holder <> ${holder} and h.until > clock_timestamp()
    ) where b.key = ${key}`;
}

/** Lengthens a block, never shortens one. `waitMs` is capped by the caller. */
export async function blockBudget(db: Db, { key, waitMs, reason }: { key: string; waitMs: number; reason: string }): Promise<void> {
  await sqlOn(poolOf(db)).$executeRaw`
    insert into "CallBudget" as b (key, stamps, counts, holders, "holdersUntil", "blockedUntil", "blockedReason")
    values (${key}, '{}', '{}', '{}', '{}', clock_timestamp() + ${waitMs}::float8 * interval '1 ms', ${reason})
    on conflict (key) do update set
      "blockedReason" = case when excluded."blockedUntil" > coalesce(b."blockedUntil", '-infinity') then excluded."blockedReason" else b."blockedReason" end,
      "blockedUntil" = greatest(b."blockedUntil", excluded."blockedUntil")`;
}

/**
 * Takes over what the vendor's headers said: its limit, and calls that are not ours (someone else uses the same key). Those are added as one stamp that
 * ends when the vendor's window restarts.
 */
export async function learnBudget(
  db: Db,
  facts: { key: string; limit: number | null; vendorUsed: number; resetMs: number; windowMs: number; slackMs: number },
): Promise<void> {
  const { key, limit, vendorUsed, resetMs, windowMs, slackMs } = facts;
  await sqlOn(poolOf(db)).$executeRaw`
    update "CallBudget" b set
      "learnedLimit" = coalesce(${limit}::int, b."learnedLimit"),
      (stamps, counts) = (
        with t as materialized (
          select clock_timestamp() as now
        ), live as (
          select s.stamp, s.n from t, unnest(b.stamps, b.counts) as s(stamp, n)
          where s.stamp > t.now - ${windowMs + slackMs}::float8 * interval '1 ms'
        ), all_calls as (
          select stamp, n from live
          union all
          select t.now + ${Math.min(resetMs, windowMs) - windowMs}::float8 * interval '1 ms', (${vendorUsed}::int - ours.n)::int
          from t, (select coalesce(sum(n), 0) as n from live) ours where ${vendorUsed}::int > ours.n
        )
        select coalesce(array_agg(stamp order by stamp), '{}'), coalesce(array_agg(n order by stamp), '{}') from all_calls
      )
    where b.key = ${key}`;
}
