import { client } from "@/client/client.gen";
import { HOME } from "./api";

/** Address of the code that leads to where one joins a round. */
export function joinCode(round: string): string {
  return client.buildUrl({ url: "/api/v1/rounds/{round}/qr", path: { round } });
}

/**
 * Address of the average face of a board of a round.
 *
 * @param version Whatever changes with the picture: browsers keep what they have under one address.
 */
export function roundAverage(round: string, board: string, version: string): string {
  const address = client.buildUrl({
    url: "/api/v1/rounds/{round}/average",
    path: { round },
    query: { board },
  });
  return `${address}#${version}`;
}

/** Address of the code for a big screen. */
export function screenCode(token: string): string {
  return client.buildUrl({ url: "/api/v1/play/screen/{token}/qr", path: { token } });
}

/** Address of an average face for a big screen. */
export function screenAverage(token: string, board: string, version: string): string {
  const address = client.buildUrl({
    url: "/api/v1/play/screen/{token}/average",
    path: { token },
    query: { board, blur: 0 },
  });
  return `${address}#${version}`;
}

/** Address of the portrait of somebody on the podium, for a big screen. */
export function screenPortrait(token: string, entry: string): string {
  return client.buildUrl({
    url: "/api/v1/play/screen/{token}/portrait/{entry}",
    path: { token, entry },
  });
}

/** Returns an address of ours as others have to type it. */
export function whole(path: string): string {
  return new URL(`${HOME}${path}`, location.origin).href;
}
