import { number } from "../words";

export const map = {
  title: "Map of faces",
  about: (faces: string, ago: string) => `${faces}, drawn ${ago}`,
  aboutSome: (shown: string, all: string, ago: string) => `${shown} of ${all}, drawn ${ago}`,
  empty: "No map yet",
  emptyHelp:
    "On the map every face is a dot. Faces that look alike to the model lie close together, so each person becomes an island, and what is in the wrong place stands out.",
  emptyReadOnly: "As soon as somebody draws one, it is here.",
  make: "Draw the map",
  again: "Draw it again",
  failed: "The map could not be drawn",
  chart: (faces: string, people: string) =>
    `Map with ${faces} of ${people}. Arrow keys go from face to face, Enter opens the person, plus and minus zoom.`,
  role: "map",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Show the whole map",
  legend: "People on the map",
  legendHelp: "Click a name to see only that person.",
  others: "Everybody else",
  chosen: "The chosen face",
  pick: "Move over the dots, or tap one, to see whose face it is.",
  nobody: "Nobody yet",
  unnamed: "Somebody without a name",
  openPerson: "Open the person",
  openPhoto: "Open the photo",
  face: (name: string) => `Face of ${name}`,
  means: "What the map means",
  meansNear: "Close together means alike to the model. That is all the map says.",
  meansFar:
    "Far distances, the size of an island and where it lies mean nothing: two islands at opposite ends need not be less alike than two neighbours.",
  meansDecide: "It decides nothing: who is the same person is worked out without the map.",
  trust: {
    good: (share: string) =>
      `Neighbours can be relied on: the map keeps them to ${share} (50% would be chance, 100% perfect).`,
    fair: (share: string) =>
      `Most neighbours can be relied on: the map keeps them to ${share} (50% would be chance, 100% perfect).`,
    poor: (share: string) =>
      `Even neighbours are unsure here: the map keeps them only to ${share} (50% would be chance, 100% perfect).`,
    unknown: "There are too few faces to say how far its neighbours can be relied on.",
  },
  how: (method: string, perplexity: string | null) =>
    perplexity === null
      ? `Drawn with ${method}.`
      : `Drawn with ${method}; each face looks at about ${perplexity} neighbours.`,
  sampled: (shown: string, all: string) => `It shows ${shown} of ${all}, chosen by lot.`,
  list: "As a table",
  listHelp: "Whose nearest faces on the map are whose.",
  person: "Person",
  faces: "Faces on the map",
  nearest: "Nearest other person",
  noOther: "nobody else",
  more: (n: number) => `Show ${number(n, "en")} more`,
} as const;
