import type { welcome as en } from "../en/welcome";
import { type Like, number } from "../words";

export const welcome: Like<typeof en> = {
  title: "Likeness에 오신 것을 환영합니다",
  hello: "사진을 보여 주시면 모든 얼굴을 찾아 누가 누구인지 알아냅니다.",
  private: "모든 일은 이 컴퓨터에서만 이루어집니다. 사진은 밖으로 나가지 않습니다.",

  folder: "폴더 고르기",
  folderHelp: "Likeness가 실행되는 컴퓨터의 폴더입니다. 사진은 그 자리에 그대로 남습니다.",
  collections: "폴더를 컬렉션으로 만들기",
  collectionsHelp: "여행이나 앨범을 따로 볼 수 있습니다.",
  begin: (folder) => `${folder}에서 얼굴 찾기`,
  beginNone: "얼굴 찾기",
  bring: "여기에서 사진 가져오기",
  bringHelp: "사진이나 폴더를 이 페이지 아무 곳에나 놓으세요.",

  scanning: "사진을 여는 중입니다",
  finding: "사진을 한 장씩 보고 있습니다",
  grouping: "누가 누구인지 알아보고 있습니다",
  sending: "사진을 보내고 있습니다",
  waiting: "곧 시작합니다",
  stopping: "이 단계까지만 하고 멈춥니다",
  sent: (done, all) => `${all}장 중 ${done}장 보냄`,
  sentBar: "보낸 정도",
  meanwhile: "그동안 둘러보셔도 됩니다. 작업은 알아서 계속됩니다.",
  look: "둘러보기",
  stop: "멈추기",
  mosaic: "지금까지 찾은 얼굴",

  failed: "끝까지 마치지 못했습니다",
  failedHelp: "그때까지 찾은 것은 그대로 있습니다. 다시 시도하면 멈춘 곳부터 이어집니다.",
  cancelled: "멈췄습니다",
  cancelledHelp: "그때까지 찾은 것은 그대로 있습니다. 언제든지 이어서 할 수 있습니다.",
  goOn: "계속하기",
  other: "다른 폴더 고르기",
  none: "이 폴더에는 사진이 없습니다",
  noneHelp:
    "Likeness는 JPEG, PNG, WebP, AVIF, TIFF, BMP, GIF 파일을 하위 폴더까지 읽습니다. HEIC와 RAW는 서버에 해당 패키지가 있으면 읽습니다. 사진이 들어 있는 폴더를 골라 주세요.",
  unusable: (n) => `파일 ${number(n, "ko")}개를 읽지 못했습니다.`,
  why: "이유 보기",
  alone: "얼굴을 찾지 못했습니다",
  aloneHelp: "사진은 라이브러리에 들어 있습니다. 사람이 나온 사진을 더 추가해 보세요.",

  meet: "이분들을 찾았습니다",
  found: (people, faces, photos) => `${people}, ${faces}, ${photos}.`,
  who: "아는 분이 있나요?",
  whoHelp: "가장 자주 나오는 몇 분의 이름을 알려 주세요. 나머지는 나중에 해도 됩니다.",
  nameOf: (n) => `${n}번째 사람의 이름`,
  toPhotos: "모든 사진 보기",
  toPeople: "모든 인물 보기",
  toReview: "몇 가지 질문에 답하기",
  more: "사진 더 추가하기",

  readOnly: "아직 사진이 없습니다",
  readOnlyHelp: "이 라이브러리의 소유자가 사진을 추가하면 바로 볼 수 있습니다.",
};
