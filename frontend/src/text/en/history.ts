import { counted } from "../words";

export const history = {
  title: "History",
  about:
    "Everything that was decided, and by whom. Nothing is ever lost: take back what was wrong.",
  today: "Today",
  yesterday: "Yesterday",

  you: "You",
  computer: "Likeness",
  here: "On this machine",

  named: (person: string) => `Somebody is called ${person} now`,
  unnamed: (person: string) => `${person} has no name any more`,
  assigned: (faces: number, person: string) =>
    `${counted(faces, "face", "faces")} put with ${person}`,
  confirmed: (person: string) => `A face confirmed as ${person}`,
  rejected: (faces: number, person: string) =>
    `${counted(faces, "face is", "faces are")} not ${person}`,
  noFace: (faces: number) =>
    faces === 1 ? "Something is not a face" : `${counted(faces, "thing", "things")} are not faces`,
  ignored: (faces: number) =>
    faces === 1 ? "A face does not matter" : `${counted(faces, "face", "faces")} do not matter`,
  hidden: (person: string) => `${person} hidden`,
  shown: (person: string) => `${person} shown again`,
  featured: (person: string) => `New portrait for ${person}`,
  apart: (one: string, other: string) => `${one} and ${other} are different people`,
  merged: (gone: string, into: string) => `${gone} is the same person as ${into}`,
  mergedMany: (n: number, into: string) =>
    `${counted(n, "person is", "people are")} the same as ${into}`,
  split: (faces: number, from: string, to: string) =>
    `${counted(faces, "face", "faces")} of ${from} became ${to}`,
  optedOut: (person: string) => `${person} stays out of averages and games`,
  optedIn: (person: string) => `${person} takes part in averages and games again`,
  born: (person: string, year: string) => `${person} was born in ${year}`,
  bornUnknown: (person: string) => `${person} has no year of birth any more`,
  grouped: (faces: number, people: number) =>
    people === 0
      ? `${counted(faces, "face", "faces")} sorted`
      : `${counted(faces, "face", "faces")} sorted, ${counted(people, "new person", "new people")}`,
  strictness: "Faces sorted with another strictness",
  forgotPhotos: (n: number) => `${counted(n, "photo", "photos")} forgotten`,
  forgotPerson: "A person forgotten",
  forgotten: "Something that has been forgotten since",
  takenBack: (what: string) => `Taken back: ${what}`,
  somebody: "somebody without a name",

  undo: "Undo",
  redo: "Do it again",
  undoOf: (what: string) => `Undo: ${what}`,
  undone: "Taken back",
  undoing: "Taking back",
  filter: "What to show",
  everything: "Everything",
  names: "Names",
  people: "People",
  faces: "Faces",
  ours: "By Likeness",
  nothing: "Nothing has been decided yet",
  nothingHelp: "When you name somebody, merge people or correct a face, it appears here.",
  nothingHere: "Nothing of this kind",
  nothingHereHelp: "Choose another kind to see what was decided.",
  older: "Show older entries",
  start: "This is where it began.",
  onlyOf: (name: string) => `Only about ${name}`,
  seeAll: "See everything",
} as const;
