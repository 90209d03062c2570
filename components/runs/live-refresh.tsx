"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Page } from "@/lib/api/schemas/common";
import type { Run } from "@/lib/api/schemas/run";
import { getJson } from "../patterns/get-json";

const MOVING_MS = 2_500;
const RESTING_MS = 20_000;

/**
 * Draws the page again while something moves, and once when a run began or ended. At rest it only asks for the newest run, which costs
 * one indexed read; a hidden tab asks nothing.
 */
export function LiveRefresh({ isMoving, connectionId }: { isMoving: boolean; connectionId?: string }) {
  const router = useRouter();
  const { data } = useQuery({
    queryKey: ["newest-run", connectionId ?? "all"],
    queryFn: async ({ signal }) => {
      const page = await getJson<Page<Run>>(`/api/v1/runs?limit=1${connectionId ? `&connectionId=${connectionId}` : ""}`, signal);
      const [run] = page.data;
      return run ? `${run.id} ${run.status} ${JSON.stringify(run.counters)}` : "none";
    },
    refetchInterval: isMoving ? MOVING_MS : RESTING_MS,
  });
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (data === undefined || data === seen.current) return;
    if (seen.current !== undefined) router.refresh();
    seen.current = data;
  }, [data, router]);
  return null;
}
