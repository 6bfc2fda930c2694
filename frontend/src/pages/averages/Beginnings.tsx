import { useQuery } from "@tanstack/react-query";
import { Folder, Users, VenusAndMars } from "lucide-react";
import { listCollectionsOptions } from "@/client/@tanstack/react-query.gen";
import type { AveragesView } from "@/data/averageView";
import { useText } from "@/text";
import classes from "./Beginnings.module.css";

const COLLECTIONS = 6; // the largest ones; the form has all of them

interface BeginningsProps {
  /** In the middle of an empty page, whose own button is for everybody. */
  centred?: boolean;
  onBegin: (view: AveragesView) => void;
}

/** Sets that most people want an average of: one click opens the form filled in. */
export function Beginnings({ centred = false, onBegin }: BeginningsProps) {
  const words = useText().averages;
  const asked = useQuery(listCollectionsOptions());
  const largest = (asked.data ?? [])
    .toSorted((one, other) => other.photos - one.photos)
    .slice(0, COLLECTIONS);
  return (
    <ul className={classes.beginnings} data-centred={centred || undefined} aria-label={words.begin}>
      {!centred && (
        <Begin
          who={words.of.everybody}
          icon={<Users size={16} aria-hidden="true" />}
          onClick={() => onBegin({ new: "everybody" })}
        />
      )}
      <Begin
        who={words.both}
        icon={<VenusAndMars size={16} aria-hidden="true" />}
        onClick={() => onBegin({ new: "both" })}
      />
      {largest.map(({ collection }) => (
        <Begin
          key={collection}
          who={collection}
          icon={<Folder size={16} aria-hidden="true" />}
          onClick={() => onBegin({ new: "collection", collection })}
        />
      ))}
    </ul>
  );
}

interface BeginProps {
  who: string;
  icon: React.ReactNode;
  onClick: () => void;
}

function Begin({ who, icon, onClick }: BeginProps) {
  const words = useText().averages;
  return (
    <li>
      <button
        type="button"
        className={classes.begin}
        aria-label={words.beginOf(who)}
        onClick={onClick}
      >
        {icon}
        <span className={classes.who}>{who}</span>
      </button>
    </li>
  );
}
