import { Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { PartyPopper } from "lucide-react";
import { type Board, boardsOptions, type Round } from "@/data/game";
import { roundAverage } from "@/data/gamePictures";
import { AverageImage } from "@/parts/average/AverageImage";
import { EmptyState } from "@/parts/EmptyState";
import { boardWords } from "@/parts/game/boards";
import { Podium } from "@/parts/game/Podium";
import { Portrait } from "@/parts/Portrait";
import { Troubled } from "@/parts/Troubled";
import { useText } from "@/text";
import { Ranking } from "./Ranking";
import classes from "./Results.module.css";

interface ResultsProps {
  round: Round;
  /** That is open. */
  board: string;
  onBoard: (board: string) => void;
}

/** What came of a round: its boards, each with the average, the podium and everyone's place. */
export function Results({ round, board, onBoard }: ResultsProps) {
  const text = useText();
  const words = text.game.round;
  const asked = useQuery(boardsOptions(round.round));
  if (asked.error !== null) {
    return <Troubled error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) return <Skeleton height={420} radius="lg" />;
  const boards = asked.data.items.filter(({ entries }) => entries.length > 0);
  const shown = boards.find((one) => one.board === board) ?? boards[0];
  if (shown === undefined) {
    return <EmptyState icon={PartyPopper} order={2} title={words.nobody} />;
  }
  return (
    <Tabs
      value={shown.board}
      onChange={(value) => value !== null && onBoard(value)}
      keepMounted={false}
    >
      <Tabs.List className={classes.tabs ?? ""} aria-label={words.boards}>
        {boards.map((one) => (
          <Tabs.Tab key={one.board} value={one.board}>
            <bdi className={classes.tab}>{boardWords(one.board, text)}</bdi>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {boards.map((one) => (
        <Tabs.Panel key={one.board} value={one.board} className={classes.panel ?? ""}>
          <Shown round={round} board={one} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Shown({ round, board }: { round: Round; board: Board }) {
  const text = useText();
  const words = text.game.round;
  const version = `${board.members}-${board.entries.length}-${round.closed}`;
  return (
    <>
      {board.board !== "all" && <p className={classes.about}>{helpOf(board.board, words)}</p>}
      <div className={classes.top}>
        <figure className={classes.average}>
          {board.average ? (
            <>
              <span className={classes.picture}>
                <AverageImage
                  first
                  src={roundAverage(round.round, board.board, version)}
                  alt={words.averageAlt(boardWords(board.board, text))}
                />
              </span>
              <figcaption>
                <strong>{words.average}</strong> {words.averageOf(board.members)}
              </figcaption>
            </>
          ) : (
            <p className={classes.few}>{words.tooFew}</p>
          )}
        </figure>
        <Podium
          entries={board.entries}
          portrait={({ face }) => <Portrait of={{ face }} alt="" round />}
        />
      </div>
      <Ranking key={board.board} entries={board.entries} />
    </>
  );
}

function helpOf(
  board: string,
  words: ReturnType<typeof useText>["game"]["round"],
): string | undefined {
  if (board === "women:men") return `${words.oppositeHelp.women} ${words.perceived}`;
  if (board === "men:women") return `${words.oppositeHelp.men} ${words.perceived}`;
  return board === "women" || board === "men" ? words.perceived : undefined;
}
