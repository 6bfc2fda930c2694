import type { history as en } from "../en/history";
import { type Like, number } from "../words";

const faces = (n: number): string => `얼굴 ${number(n, "ko")}개`;

export const history: Like<typeof en> = {
  title: "기록",
  about: "무엇을 누가 결정했는지 모두 남습니다. 아무것도 잃지 않으니, 잘못된 것은 되돌리세요.",
  today: "오늘",
  yesterday: "어제",

  you: "나",
  computer: "Likeness",
  here: "이 컴퓨터에서",

  named: (person) => `이름을 붙였습니다: ${person}`,
  unnamed: (person) => `${person}의 이름을 지웠습니다`,
  assigned: (n, person) => `${faces(n)}를 ${person}에게 넣었습니다`,
  confirmed: (person) => `얼굴이 ${person} 님임을 확인했습니다`,
  rejected: (n, person) => `${faces(n)}는 ${person} 님이 아닙니다`,
  noFace: (n) => `${faces(n)}는 얼굴이 아닙니다`,
  ignored: (n) => `${faces(n)}를 중요하지 않다고 표시했습니다`,
  hidden: (person) => `${person} 숨김`,
  shown: (person) => `${person} 다시 표시`,
  featured: (person) => `${person}의 대표 얼굴을 바꿨습니다`,
  apart: (one, other) => `서로 다른 사람입니다: ${one}, ${other}`,
  merged: (gone, into) => `같은 사람으로 합쳤습니다: ${gone} → ${into}`,
  mergedMany: (n, into) => `${number(n, "ko")}명을 합쳤습니다 → ${into}`,
  split: (n, from, to) => `${faces(n)}를 나눴습니다: ${from} → ${to}`,
  optedOut: (person) => `${person} 님을 평균 얼굴과 게임에서 뺐습니다`,
  optedIn: (person) => `${person} 님을 평균 얼굴과 게임에 다시 넣었습니다`,
  born: (person, year) => `${person}의 출생 연도: ${year}년`,
  bornUnknown: (person) => `${person}의 출생 연도를 지웠습니다`,
  grouped: (n, people) =>
    people === 0
      ? `${faces(n)}를 정리했습니다`
      : `${faces(n)}를 정리했습니다. 새로운 사람 ${number(people, "ko")}명`,
  strictness: "다른 엄격도로 얼굴을 정리했습니다",
  forgotPhotos: (n) => `사진 ${number(n, "ko")}장을 완전히 지웠습니다`,
  forgotPerson: "한 사람을 완전히 지웠습니다",
  forgotten: "그 뒤에 완전히 지워진 항목",
  takenBack: (what) => `되돌림: ${what}`,
  somebody: "이름 없는 사람",

  undo: "되돌리기",
  redo: "다시 하기",
  undoOf: (what) => `되돌리기: ${what}`,
  undone: "되돌림",
  undoing: "되돌리는 중",
  filter: "표시할 항목",
  everything: "전체",
  names: "이름",
  people: "인물",
  faces: "얼굴",
  ours: "Likeness가 한 일",
  nothing: "아직 결정한 것이 없습니다",
  nothingHelp: "이름을 붙이거나, 사람을 합치거나, 얼굴을 바로잡으면 여기에 나타납니다.",
  nothingHere: "이런 종류의 기록이 없습니다",
  nothingHereHelp: "다른 종류를 선택해 보세요.",
  older: "이전 기록 보기",
  start: "여기서부터 시작되었습니다.",
  onlyOf: (name) => `${name} 관련 기록만`,
  seeAll: "전체 보기",
};
