import { client } from "@/client/client.gen";
import { HOME } from "./api";
import type { NetworkKind } from "./networkView";

/** Address of a table with a row for each face. */
export function facesTable(ending: "csv" | "jsonl"): string {
  return client.buildUrl({ url: "/api/v1/exports/faces.{ending}", path: { ending } });
}

/** Address of a file of a report. */
export function reportFile(report: string, file: string): string {
  return client.buildUrl({ url: "/api/v1/reports/{report}/{file}", path: { report, file } });
}

/** Whole address of a path below this server, as one types it into another browser. */
export function wholeAddress(path: string): string {
  return new URL(`${HOME}${path}`, window.location.href).href;
}

/** What a network can be written as. */
export type NetworkFormat = "html" | "json" | "graphml" | "cypher" | "svg" | "png";

/** Address of the newest network as a file. */
export function networkFile(of: NetworkKind, format: NetworkFormat): string {
  return client.buildUrl({ url: "/api/v1/network/export", query: { of, format } });
}
