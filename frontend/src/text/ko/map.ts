import type { map as en } from "../en/map";
import { type Like, number } from "../words";

export const map: Like<typeof en> = {
  title: "얼굴 지도",
  about: (faces, ago) => `${faces}, ${ago} 그림`,
  aboutSome: (shown, all, ago) => `${all} 중 ${shown}개, ${ago} 그림`,
  empty: "아직 지도가 없어요",
  emptyHelp:
    "지도에서는 얼굴 하나가 점 하나예요. 모델이 보기에 닮은 얼굴끼리 가까이 모여서 한 사람이 섬 하나가 되고, 잘못 들어간 얼굴이 눈에 띄어요.",
  emptyReadOnly: "누군가 그리면 여기에 나타나요.",
  make: "지도 그리기",
  again: "다시 그리기",
  failed: "지도를 그리지 못했어요",
  chart: (faces, people) =>
    `${people}의 ${faces}가 있는 지도. 화살표 키로 얼굴 사이를 이동하고, Enter로 인물을 열고, 더하기와 빼기로 확대하거나 축소해요.`,
  role: "지도",
  zoomIn: "확대",
  zoomOut: "축소",
  whole: "지도 전체 보기",
  legend: "지도에 있는 사람",
  legendHelp: "이름을 누르면 그 사람만 보여요.",
  others: "그 밖의 사람",
  chosen: "고른 얼굴",
  pick: "점 위로 움직이거나 점을 누르면 누구의 얼굴인지 보여요.",
  nobody: "아직 누구도 아님",
  unnamed: "이름 없는 사람",
  openPerson: "인물 열기",
  openPhoto: "사진 열기",
  face: (name) => `${name}의 얼굴`,
  means: "지도가 뜻하는 것",
  meansNear: "가까이 있으면 모델이 보기에 닮은 얼굴이에요. 지도가 말하는 것은 그것뿐이에요.",
  meansFar:
    "먼 거리, 섬의 크기와 위치에는 뜻이 없어요. 양 끝에 있는 두 섬이 이웃한 두 섬보다 덜 닮은 것은 아니에요.",
  meansDecide: "지도는 아무것도 정하지 않아요. 누가 같은 사람인지는 지도 없이 판단해요.",
  trust: {
    good: (share) =>
      `이웃은 믿을 만해요. 지도가 이웃 관계를 ${share} 지켰어요(50%는 우연, 100%는 완벽).`,
    fair: (share) =>
      `이웃은 대체로 믿을 만해요. 지도가 이웃 관계를 ${share} 지켰어요(50%는 우연, 100%는 완벽).`,
    poor: (share) =>
      `여기서는 이웃도 확실하지 않아요. 지도가 이웃 관계를 ${share}만 지켰어요(50%는 우연, 100%는 완벽).`,
    unknown: "얼굴이 너무 적어 이웃을 얼마나 믿을 수 있는지 말할 수 없어요.",
  },
  how: (method, perplexity) =>
    perplexity === null
      ? `그린 방법: ${method}.`
      : `그린 방법: ${method}. 얼굴마다 이웃 약 ${perplexity}개를 살펴요.`,
  sampled: (shown, all) => `${all} 중에서 제비뽑기로 고른 ${shown}개만 보여요.`,
  list: "표로 보기",
  listHelp: "지도에서 누구의 얼굴이 누구와 가장 가까운지 보여요.",
  person: "인물",
  faces: "지도 위의 얼굴",
  nearest: "가장 가까운 다른 사람",
  noOther: "다른 사람 없음",
  more: (n) => `${number(n, "ko")}명 더 보기`,
};
