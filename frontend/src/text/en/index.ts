import { averages } from "./averages";
import { common } from "./common";
import { find } from "./find";
import { game } from "./game";
import { history } from "./history";
import { jobs } from "./jobs";
import { lightbox } from "./lightbox";
import { login } from "./login";
import { map } from "./map";
import { network } from "./network";
import { people } from "./people";
import { person } from "./person";
import { photos } from "./photos";
import { reports } from "./reports";
import { review } from "./review";
import { settings } from "./settings";
import { shell } from "./shell";
import { trust } from "./trust";
import { upload } from "./upload";
import { welcome } from "./welcome";

export const en = {
  averages,
  common,
  find,
  game,
  history,
  jobs,
  lightbox,
  login,
  map,
  network,
  people,
  person,
  photos,
  reports,
  review,
  settings,
  shell,
  trust,
  upload,
  welcome,
} as const;
