import { counted } from "../words";

export const review = {
  title: "Review",
  same: "Are these the same person?",
  sameAs: (name: string) => `Is this ${name}?`,
  who: "Who is this?",
  face: "Is this somebody you would like to find?",
  settles: (faces: number) => `Your answer settles ${counted(faces, "face", "faces")}.`,
  chance: (share: string) => `Likeness thinks it is ${share} likely.`,

  yesSame: "Same person",
  noSame: "Different people",
  unsure: "Not sure",
  giveName: "I know who",
  unknown: "I do not know",
  stranger: "Does not matter",
  keep: "Yes, keep",
  noFace: "Not a face",

  skip: "Ask later",
  nameIt: "Give a name",
  nameLeft: "Name the first one",
  noFaceLeft: "The first one is not a face",
  strangerLeft: "The first one does not matter",
  photo: "See the photo",
  undo: "Undo",
  more: "Other answers",

  name: "Name",
  nameHint: "Type a name, then press Enter",
  faceOf: (name: string, n: number) => `${name}, face ${n}`,
  faceUnknown: (n: number) => `Nobody known yet, face ${n}`,
  showFace: (n: number) => `Show face ${n} larger`,
  first: "First",
  second: "Second",
  alone: "With nobody yet",
  unnamed: "No name yet",
  photoOf: "The photo that this face is on",
  openPhoto: "Open the photo",
  returned: "Your answer is taken back. Here is the question again.",
  stale: "That question was settled meanwhile.",

  goal: "How many faces have a name",
  named: (share: string) => `${share} of the faces have a name`,
  left: (n: number, goal: string) =>
    `${counted(n, "more question", "more questions")} until ${goal} of the faces have a name`,
  outOfReach: (n: number) => `${counted(n, "question", "questions")} left`,
  reached: "You are there. Everything from here on is a bonus.",

  allDone: "Nothing left to ask",
  allDoneHelp: (named: string) =>
    `${named} of the faces have a name. New questions come with new photos.`,
  celebrate: (goal: string) => `${goal} of the faces have a name!`,
  celebrateHelp: "Well done. You can stop here, or go on with what is left.",
  goOn: "Go on",
  toPeople: "See your people",
  empty: "Questions come with photos",
  emptyHelp:
    "When Likeness is not sure who somebody is, it asks here. Each answer takes a second and settles many faces at once.",
  addPhotos: "Add photos",
  readOnly: "You may look, but not answer",
  readOnlyHelp: "Ask the owner of this library for the right to change things.",
} as const;
