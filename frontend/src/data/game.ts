import {
  getJoinOptions,
  getOwnStandingOptions,
  getRoundOptions,
  getScreenOptions,
  listBoardsOptions,
  listParticipantsOptions,
  listRoundsOptions,
  listSeriesOptions,
  listStandingsOptions,
} from "@/client/@tanstack/react-query.gen";
import * as server from "@/client/sdk.gen";
import type {
  BoardOut,
  EntryOut,
  JoinOut,
  OwnStandingOut,
  ParticipantOut,
  PodiumOut,
  RoundOrder,
  RoundOut,
  ScreenOut,
  SeriesOut,
  StandingOut,
} from "@/client/types.gen";
import type { Participation } from "./participation";

export type { RoundOrder };
export type Round = RoundOut;
export type Board = BoardOut;
export type Entry = EntryOut;
export type Player = ParticipantOut;
export type Standing = StandingOut;
export type Series = SeriesOut;
export type Joining = JoinOut;
export type OwnStanding = OwnStandingOut;
export type Screening = ScreenOut;
export type Podium = PodiumOut;

// ---------------------------------------------------------------- for who holds the game

export const roundsOptions = () => listRoundsOptions();
export const roundOptions = (round: string) => getRoundOptions({ path: { round } });
export const boardsOptions = (round: string) => listBoardsOptions({ path: { round } });
export const playersOptions = (round: string) => listParticipantsOptions({ path: { round } });
export const seriesOptions = () => listSeriesOptions();

/** Who is ahead over the rounds of a series; null: over all. */
export function leadersOptions(series: string | null) {
  return listStandingsOptions(series === null ? {} : { query: { series } });
}

export async function openRound(body: RoundOrder): Promise<Round> {
  return (await server.openRound({ body })).data;
}

export async function closeRound(round: string): Promise<void> {
  await server.closeRound({ path: { round } });
}

export async function removeRound(round: string): Promise<void> {
  await server.deleteRound({ path: { round } });
}

export async function removePlayer(round: string, participant: string): Promise<void> {
  await server.removeParticipant({ path: { round, participant } });
}

export async function removeSeries(series: string): Promise<void> {
  await server.removeSeries({ path: { series } });
}

// ---------------------------------------------------------------- for whoever has a link

export const joiningOptions = (token: string) => getJoinOptions({ path: { token } });
export const screenOptions = (token: string) => getScreenOptions({ path: { token } });

/** How somebody stands, for whoever has their secret. */
export function standingOptions(token: string, { participant, secret }: Participation) {
  return getOwnStandingOptions(asParticipant(token, participant, secret));
}

/** Joins a round: who calls has asked whether that is agreed to. */
export async function join(token: string, photo: File, nickname: string): Promise<Participation> {
  const { data } = await server.join({
    path: { token },
    body: { photo, nickname, consent: "yes" },
  });
  return { participant: data.participant, secret: data.secret };
}

export async function withdraw(
  token: string,
  { participant, secret }: Participation,
): Promise<void> {
  await server.withdraw(asParticipant(token, participant, secret));
}

function asParticipant(token: string, participant: string, secret: string) {
  return { path: { token, participant }, headers: { "X-Participant-Secret": secret } } as const;
}
