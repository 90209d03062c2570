"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Page } from "@/lib/api/schemas/common";
import type { Run } from "@/lib/api/schemas/run";
import { getJson } from "../patterns/get-json";
import { useAnnounce } from "../patterns/live-region";
import { counterWords } from "./counter-words";
import { CHANNEL_LOOKS, isMoving } from "./run-record";

const MOVING_MS = 1_500;
/** Even with nothing moving somebody may start something elsewhere; a look at the hidden tab is not made. */
const RESTING_MS = 20_000;

/**
 * Runs as they are now: asked for often while one moves, rarely while none does. When one ends, its result is announced and the page is
 * drawn again, so that counts and health follow.
 */
export function useLiveRuns({ initial, connectionId, limit }: { initial: Run[]; connectionId?: string; limit: number }): Run[] {
  const router = useRouter();
  const announce = useAnnounce();
  const path = `/api/v1/runs?limit=${limit}${connectionId ? `&connectionId=${connectionId}` : ""}`;
  const { data } = useQuery({
    queryKey: ["runs", connectionId ?? "all", limit],
    queryFn: ({ signal }) => getJson<Page<Run>>(path, signal),
    initialData: { data: initial, nextCursor: null },
    refetchInterval: query => (query.state.data?.data.some(isMoving) ? MOVING_MS : RESTING_MS),
  });
  const moving = useRef(new Set(initial.filter(isMoving).map(run => run.id)));
  useEffect(() => {
    const ended = data.data.filter(run => moving.current.has(run.id) && !isMoving(run));
    moving.current = new Set(data.data.filter(isMoving).map(run => run.id));
    if (ended.length === 0) return;
    const [first] = ended;
    if (first)
      announce(`${CHANNEL_LOOKS[first.channel].name}, ${first.connectionName}: ${first.error?.message ?? counterWords(first.counters)}`);
    router.refresh();
  }, [data, announce, router]);
  return data.data;
}
