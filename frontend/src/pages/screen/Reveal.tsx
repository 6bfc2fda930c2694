import { useReducedMotion } from "@mantine/hooks";
import { FastForward, RotateCcw } from "lucide-react";
import { useState } from "react";
import type { Podium as GamePodium, Screening } from "@/data/game";
import { screenAverage, screenPortrait } from "@/data/gamePictures";
import { boardWords } from "@/parts/game/boards";
import { Podium } from "@/parts/game/Podium";
import { useText } from "@/text";
import { Confetti } from "./Confetti";
import classes from "./Reveal.module.css";
import { scenesOf, upTo } from "./reveal";
import { useReveal } from "./useReveal";

interface RevealProps {
  token: string;
  round: Screening;
}

/** After the closing: the average comes out of the blur, then the third, the second, the first. */
export function Reveal({ token, round }: RevealProps) {
  const text = useText();
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState("all");
  const [isThere, setThere] = useState(false);
  const boards = round.boards.filter(({ podium }) => podium.length > 0);
  const board = boards.find((one) => one.board === chosen) ?? boards[0];
  const revealing = useReveal(scenesOf(boards[0], isThere), still);
  const { scene, done } = revealing;
  const isFirst = board === boards[0];
  return (
    <div className={classes.reveal} data-scene={scene.kind}>
      <h1 className={classes.title} title={round.title}>
        <bdi>{round.title}</bdi>
      </h1>
      {board === undefined ? (
        <p className={classes.nobody}>{text.game.screen.nobody}</p>
      ) : (
        <Shown
          key={board.board}
          token={token}
          round={round}
          board={board}
          scene={scene.kind}
          upTo={upTo(scene)}
          onPicture={() => setThere(true)}
        />
      )}
      {done && !still && board !== undefined && isFirst && <Confetti />}
      <div className={classes.controls}>
        {!done && (
          <button type="button" className={classes.control} onClick={revealing.skip}>
            <FastForward size={18} aria-hidden="true" />
            {text.game.screen.skip}
          </button>
        )}
        {done && boards.length > 1 && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row.
          <div className={classes.boards} role="group" aria-label={text.game.screen.board}>
            {boards.map((one) => (
              <button
                key={one.board}
                type="button"
                className={classes.control}
                aria-pressed={one === board}
                onClick={() => setChosen(one.board)}
              >
                <bdi>{boardWords(one.board, text)}</bdi>
              </button>
            ))}
          </div>
        )}
        {done && !still && board !== undefined && (
          <button
            type="button"
            className={classes.control}
            onClick={() => {
              setChosen(boards[0]?.board ?? "all");
              revealing.again();
            }}
          >
            <RotateCcw size={18} aria-hidden="true" />
            {text.game.screen.again}
          </button>
        )}
      </div>
    </div>
  );
}

interface ShownProps extends RevealProps {
  board: GamePodium;
  scene: string;
  upTo: number;
  /** The picture has come, or will never. */
  onPicture: () => void;
}

function Shown({ token, round, board, scene, upTo, onPicture }: ShownProps) {
  const text = useText();
  const words = text.game.screen;
  const name = boardWords(board.board, text);
  const version = `${board.members}-${round.closed}`;
  const winners = board.podium.filter(({ place }) => place === 1);
  return (
    <div className={classes.shown}>
      <figure className={classes.average}>
        {board.average ? (
          <>
            <span className={classes.frame}>
              <img
                className={classes.picture}
                // One that is in memory already is complete before anybody listens.
                ref={(image) => {
                  if (image?.complete && image.naturalWidth > 0) onPicture();
                }}
                src={screenAverage(token, board.board, version)}
                alt={text.game.round.averageAlt(name)}
                onLoad={onPicture}
                onError={onPicture}
              />
            </span>
            <figcaption>
              <span role="status">
                {scene === "blend" ? words.ranking : words.averageOf(board.members)}
              </span>
              {board.board !== "all" && <bdi className={classes.board}>{name}</bdi>}
            </figcaption>
          </>
        ) : (
          <figcaption className={classes.few}>{words.tooFew}</figcaption>
        )}
      </figure>
      <div className={classes.podium}>
        <p className={classes.winner} data-hidden={upTo > 1 || undefined}>
          {winners.length > 1 ? words.tie : words.winner}
        </p>
        <Podium
          large
          upTo={upTo}
          entries={board.podium.map(({ nickname, ...entry }) => ({ ...entry, name: nickname }))}
          portrait={({ entry, name: who }) => (
            <img
              className={classes.portrait}
              src={screenPortrait(token, entry)}
              alt={words.portrait(who ?? text.game.nameless)}
            />
          )}
        />
      </div>
    </div>
  );
}
