/** What the measuring process and its children say to each other. */

/** The setup of a sandbox child, in its environment as JSON. */
export interface SandboxSetup {
  vendor: "acumatica" | "shipstation";
}

export interface SandboxReady {
  url: string;
  port: number;
}

/** Asks a sandbox for the processor time it has used so far. */
export type SandboxQuestion = "cpu";

/** Asks the worker to work until nothing is due, or to end. */
export type WorkerOrder = "work" | "end";

export interface WorkerSetup {
  /** `single`: ShipStation's adapter, cut to one order a call. */
  sink: "batch" | "single";
}

export interface WorkDone {
  elapsedMs: number;
  cpuMs: number;
  /** Resident memory of the worker before its first job, and the most it ever had. Bytes. */
  rssStart: number;
  rssPeak: number;
}
