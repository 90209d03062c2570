"use client";
import type { Health } from "@/lib/api/schemas/common";
import type { Problem } from "@/lib/api/schemas/problem";
import { CopyButton } from "../patterns/copy-button";
import { FailureStrip } from "../patterns/failure-strip";
import { plural } from "../patterns/format-number";
import { HEALTH_LOOKS, needsPerson } from "../patterns/health-record";
import { OWNER_WORDS } from "../patterns/owner-words";
import { Time } from "../patterns/time";
import { problemHref } from "../problems/problem-table";
import { ButtonLink } from "../ui/button";

/** The last failure of a connection, with what still works, who acts and when it is tried again. Nothing when nothing fails. */
export function HealthStrip({ status, problems }: { status: Health; problems: Problem[] }) {
  const worst = [...problems].filter(problem => problem.owner !== "nobody").sort((a, b) => weight(b) - weight(a))[0];
  if (!needsPerson(status.code) && status.code !== "throttled" && !worst) return null;
  const isOwn = worst !== undefined && (worst.message === status.message || !needsPerson(status.code));
  const owner = OWNER_WORDS[isOwn ? worst.owner : status.owner];
  const title = isOwn ? worst.message : status.message;
  const nextStep = isOwn ? worst.nextStep : status.nextStep;
  const nextAt = isOwn ? worst.nextAttemptAt : status.until;
  return (
    <div className="gutter pb-5">
      <FailureStrip
        tone={status.code === "throttled" ? "info" : "warn"}
        title={title}
        text={
          isOwn && worst.count > 0
            ? `${plural(worst.count, "order waits", "orders wait")} for it. Nothing is lost; everything else keeps moving.`
            : HEALTH_LOOKS[status.code].sentence
        }
        who={owner.who}
        whoNote={owner.note}
        nextStep={nextStep}
        nextTry={
          nextAt && (
            <>
              We try again at <Time at={nextAt} withZone />.
            </>
          )
        }
        actions={
          <>
            {nextStep && <CopyButton label="Copy message" text={`${title} ${nextStep}`} />}
            {isOwn && worst.count > 0 && (
              <ButtonLink size="sm" href={problemHref(worst)}>
                Open orders
              </ButtonLink>
            )}
          </>
        }
      />
    </div>
  );
}

const weight = (problem: Problem) => (problem.stops === "channel" ? 1_000_000 : 0) + problem.count;
