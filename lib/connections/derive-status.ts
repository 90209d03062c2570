import type { Health } from "@/lib/api/schemas/common";
import type { Owner } from "@/lib/core/errors";

/** One side of a connection: what is known about signing in to it and about its limits. */
export interface PartyFacts {
  /** As a person names it: "Acumatica", "ShipStation". */
  system: string;
  refusedAt: Date | null;
  refusal: { message: string; owner?: Owner; nextStep?: string } | null;
  proof: { at: Date; stages: { stage: string; ok: boolean; message?: string; owner?: Owner; nextStep?: string }[] } | null;
  /** Latest sign of life after a proof test: a token was obtained, a run ended well. */
  worksSince: Date | null;
  blockedUntil: Date | null;
  /** The day a secret ends, `YYYY-MM-DD`, as typed. */
  secretExpiresOn: string | null;
}

export interface ChannelFacts {
  kind: "orders" | "shipments";
  enabled: boolean;
  pausedBy: string | null;
  pausedAt: Date | null;
}

/** Open problems that stop a channel or one of the sides. */
export interface StoppingProblem {
  code: string;
  message: string;
  owner: Owner;
  nextStep: string;
  since: Date;
}

export interface StatusFacts {
  now: Date;
  /** Null for a store or a warehouse on its own: only a connection has a switch. */
  power: { enabled: boolean; since: Date } | null;
  /** When the row was made: what "off" counts from where there is no switch. */
  createdAt: Date;
  parties: PartyFacts[];
  channels: ChannelFacts[];
  problems: StoppingProblem[];
}

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;
const SIGN_IN_STAGES = new Set(["token", "tenant"]);
const TRACKING_FIRST = "Tracking goes first";

/**
 * What a connection, a store or a warehouse shows, derived from facts each time it is read. The order of the rules is the precedence:
 * off, needs sign-in, limited, throttled, paused, expires soon, connected.
 */
export function deriveStatus(facts: StatusFacts): Health {
  for (const rule of [off, needsSignIn, limited, throttled, paused, expiresSoon]) {
    const health = rule(facts);
    if (health) return health;
  }
  return connected(facts);
}

function health(
  code: Health["code"],
  since: Date | null,
  words: { message: string; owner?: Owner; nextStep?: string; until?: Date },
): Health {
  return {
    code,
    since: since?.toISOString() ?? null,
    message: words.message,
    owner: words.owner ?? "nobody",
    nextStep: words.nextStep ?? null,
    until: words.until?.toISOString() ?? null,
  };
}

function off({ power, parties, createdAt }: StatusFacts): Health | null {
  if (power && !power.enabled) {
    const message = "Set up. Nothing moves until you switch it on.";
    return health("off", power.since, { message, owner: "operator", nextStep: "Switch the connection on." });
  }
  if (power || parties.some(isChecked)) return null;
  const system = parties[0]?.system ?? "The system";
  return health("off", createdAt, { message: `${system} has not been checked yet.`, owner: "operator", nextStep: "Run the proof test." });
}

function isChecked(party: PartyFacts): boolean {
  return party.proof !== null || party.worksSince !== null || party.refusedAt !== null;
}

/** Failures of a run that say the same as a refused sign-in: a warehouse has no token that would remember it. */
const REFUSAL_CODES = new Set([
  "key_refused",
  "secret_refused",
  "user_refused",
  "tenant_suffix_missing",
  "scope_refused",
  "refresh_token_dead",
]);

function needsSignIn({ parties, problems }: StatusFacts): Health | null {
  for (const party of parties) {
    const failed = staleFree(party)?.stages.find(stage => !stage.ok && SIGN_IN_STAGES.has(stage.stage));
    const words = party.refusedAt ? party.refusal : failed;
    if (!party.refusedAt && !failed) continue;
    const reason = words?.message ?? `${party.system} refused the sign-in.`;
    return health("needs_sign_in", party.refusedAt ?? party.proof?.at ?? null, {
      message: `${party.system} is not connected. ${reason} Nothing was lost.`,
      owner: words?.owner ?? "merchant_erp_admin",
      nextStep: words?.nextStep ?? "Enter credentials that work, then run the proof test.",
    });
  }
  const problem = problems.find(candidate => REFUSAL_CODES.has(candidate.code));
  return problem ? health("needs_sign_in", problem.since, problem) : null;
}

/** The last proof test, unless something that worked later has outdated it. */
function staleFree(party: PartyFacts): PartyFacts["proof"] {
  const { proof, worksSince } = party;
  return proof && worksSince && worksSince > proof.at
    ? { ...proof, stages: proof.stages.filter(stage => !OUTDATED_BY_A_RUN.has(stage.stage)) }
    : proof;
}

/** What a run that ended well disproves; the right to write or the licence's limits it does not. */
const OUTDATED_BY_A_RUN = new Set(["address", "tls", "token", "tenant", "endpoint"]);

function limited({ power, parties, problems }: StatusFacts): Health | null {
  const problem = problems[0];
  if (problem) return health("limited", problem.since, problem);
  for (const party of parties) {
    const failed = staleFree(party)?.stages.find(stage => !stage.ok);
    if (failed) {
      const message = failed.message ?? `The last check of ${party.system} failed at "${failed.stage.replaceAll("_", " ")}".`;
      return health("limited", party.proof?.at ?? null, {
        message,
        owner: failed.owner ?? "operator",
        nextStep: failed.nextStep ?? "Run the proof test again.",
      });
    }
    if (power && !isChecked(party)) {
      const message = `${party.system} has not been reached yet.`;
      return health("limited", power.since, { message, owner: "nobody", nextStep: "The first run shows it; the proof test shows it now." });
    }
  }
  return null;
}

function throttled({ now, parties }: StatusFacts): Health | null {
  const party = parties.find(candidate => candidate.blockedUntil !== null && candidate.blockedUntil > now);
  if (!party?.blockedUntil) return null;
  const at = `${party.blockedUntil.toISOString().slice(11, 16)} UTC`;
  return health("throttled", null, {
    message: `${party.system} asked us to slow down. ${TRACKING_FIRST}; orders resume at ${at}.`,
    until: party.blockedUntil,
  });
}

function paused({ channels }: StatusFacts): Health | null {
  const channel = channels.find(candidate => !candidate.enabled || candidate.pausedAt !== null);
  if (!channel) return null;
  const what = channel.kind === "orders" ? "Orders to the warehouse" : "Tracking back to Acumatica";
  const rest = channels.some(candidate => candidate.enabled) ? " The other direction still runs." : "";
  const by = channel.pausedBy ? `were paused by ${channel.pausedBy}` : "are switched off";
  const message = `${what} ${by}.${rest}`.replace("Acumatica were", "Acumatica was").replace("Acumatica are", "Acumatica is");
  return health("paused", channel.pausedAt, { message, owner: "operator", nextStep: "Resume it when ready." });
}

function expiresSoon({ now, parties }: StatusFacts): Health | null {
  for (const party of parties) {
    if (!party.secretExpiresOn) continue;
    const endsAt = new Date(`${party.secretExpiresOn}T00:00:00Z`);
    const days = Math.ceil((endsAt.getTime() - now.getTime()) / DAY_MS);
    if (days > WARN_DAYS) continue;
    const when = days > 1 ? `expires in ${days} days` : days === 1 ? "expires in 1 day" : `was due to expire on ${party.secretExpiresOn}`;
    return health("expires_soon", new Date(endsAt.getTime() - WARN_DAYS * DAY_MS), {
      message: `The Shared Secret ${when}. Until then everything runs.`.replace(/ Until then.*/, days > 0 ? "$&" : ""),
      owner: "merchant_erp_admin",
      nextStep:
        "Connected Applications (SM303010) → Secrets → Add Shared Secret, then enter it here; the old one stays until the new one works.",
    });
  }
  return null;
}

function connected({ power, parties, createdAt }: StatusFacts): Health {
  const names = parties.map(party => party.system);
  const message = names.length > 1 ? `${names.join(" and ")} are connected.` : `${names[0] ?? "The system"} is connected.`;
  // The first of the checks that still hold; a run that went well moves all the time and would make "since" mean nothing.
  const proofs = parties.map(party => party.proof?.at.getTime()).filter(at => at !== undefined);
  const since = proofs.length > 0 ? new Date(Math.min(...proofs)) : createdAt;
  return health("connected", power && power.since > since ? power.since : since, { message });
}
