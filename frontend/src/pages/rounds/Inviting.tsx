import { Link } from "@tanstack/react-router";
import { WifiOff } from "lucide-react";
import type { Round } from "@/data/game";
import { joinCode, whole } from "@/data/gamePictures";
import { isOnlyHere } from "@/data/reach";
import { Command } from "@/parts/Command";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Inviting.module.css";

/** How others join: a code for their phones, a link, and a big screen that shows both. */
export function Inviting({ round }: { round: Round }) {
  const text = useText().game.round;
  if (round.join === null || round.screen === null) return null;
  const link = whole(round.join);
  return (
    <Section title={text.invite} about={text.inviteHelp}>
      <div className={classes.invite}>
        <img className={classes.code} src={joinCode(round.round)} alt={text.code} />
        <div className={classes.ways}>
          {isOnlyHere(location.hostname) && (
            <div className={classes.here} role="note">
              <WifiOff size={20} aria-hidden="true" />
              <div>
                <strong>{text.onlyHere}</strong>
                <p>{text.onlyHereHelp}</p>
                <Link to="/settings" search={{ tab: "access" }}>
                  {text.onlyHereMore}
                </Link>
              </div>
            </div>
          )}
          <div className={classes.way}>
            <h3>{text.link}</h3>
            <Command label={text.link}>{link}</Command>
          </div>
          <div className={classes.way}>
            <h3>{text.screenLink}</h3>
            <p>{text.screenHelp}</p>
            <Command label={text.screenLink}>{whole(round.screen)}</Command>
          </div>
        </div>
      </div>
    </Section>
  );
}
