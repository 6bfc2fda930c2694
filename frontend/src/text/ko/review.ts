import type { review as en } from "../en/review";
import { type Like, number } from "../words";

export const review: Like<typeof en> = {
  title: "확인",
  same: "같은 사람인가요?",
  sameAs: (name) => `${name} 님인가요?`,
  who: "누구인가요?",
  face: "찾고 싶은 사람의 얼굴인가요?",
  settles: (faces) => `답하면 얼굴 ${number(faces, "ko")}개가 정리됩니다.`,
  chance: (share) => `Likeness는 가능성을 ${share}로 봅니다.`,

  yesSame: "같은 사람",
  noSame: "다른 사람",
  unsure: "잘 모르겠어요",
  giveName: "누군지 알아요",
  unknown: "모르는 사람",
  stranger: "중요하지 않아요",
  keep: "네, 남겨 두기",
  noFace: "얼굴이 아니에요",

  skip: "나중에 묻기",
  nameIt: "이름 붙이기",
  nameLeft: "첫 번째 사람 이름 붙이기",
  noFaceLeft: "첫 번째는 얼굴이 아니에요",
  strangerLeft: "첫 번째는 중요하지 않아요",
  photo: "사진 보기",
  undo: "되돌리기",
  more: "다른 답",

  name: "이름",
  nameHint: "이름을 입력하고 Enter를 누르세요",
  faceOf: (name, n) => `${name}, 얼굴 ${n}`,
  faceUnknown: (n) => `아직 모르는 사람, 얼굴 ${n}`,
  showFace: (n) => `얼굴 ${n} 크게 보기`,
  first: "첫 번째",
  second: "두 번째",
  alone: "아직 누구의 얼굴도 아님",
  unnamed: "이름 없음",
  photoOf: "이 얼굴이 있는 사진",
  openPhoto: "사진 열기",
  returned: "답을 되돌렸습니다. 질문을 다시 보여 드립니다.",
  stale: "그 질문은 그사이에 해결되었습니다.",

  goal: "이름이 있는 얼굴의 비율",
  named: (share) => `얼굴의 ${share}에 이름이 있습니다`,
  left: (n, goal) => `얼굴의 ${goal}에 이름이 붙기까지 질문 ${number(n, "ko")}개`,
  outOfReach: (n) => `질문 ${number(n, "ko")}개 남음`,
  reached: "목표를 이뤘습니다. 이제부터는 덤이에요.",

  allDone: "더 물어볼 것이 없습니다",
  allDoneHelp: (named) =>
    `얼굴의 ${named}에 이름이 있습니다. 새 사진이 들어오면 새 질문이 생깁니다.`,
  celebrate: (goal) => `얼굴의 ${goal}에 이름이 생겼습니다!`,
  celebrateHelp: "수고하셨습니다. 여기서 마쳐도 되고, 남은 질문을 계속해도 됩니다.",
  goOn: "계속하기",
  toPeople: "인물 보기",
  empty: "사진이 있어야 질문이 생깁니다",
  emptyHelp:
    "누구인지 확실하지 않으면 Likeness가 여기에서 물어봅니다. 답 하나에 1초면 되고, 한 번에 많은 얼굴이 정리됩니다.",
  addPhotos: "사진 추가",
  readOnly: "볼 수만 있고 답할 수는 없습니다",
  readOnlyHelp: "이 라이브러리의 소유자에게 변경 권한을 요청하세요.",
};
