import type { login as en } from "../en/login";
import type { Like } from "../words";

export const login: Like<typeof en> = {
  title: "Likeness에 오신 것을 환영합니다",
  name: "이름",
  password: "비밀번호",
  showPassword: "비밀번호 표시",
  hidePassword: "비밀번호 숨기기",
  enter: "로그인",
  wrong: "이름 또는 비밀번호가 올바르지 않습니다.",
  link: "`likeness serve`가 출력한 링크로 이 페이지를 여세요. 그러면 이 브라우저로 들어올 수 있습니다.",
  linkAgain:
    "링크는 10분 동안 한 번만 쓸 수 있습니다. 새 링크가 필요하면 `likeness serve`를 다시 실행하세요.",
};
