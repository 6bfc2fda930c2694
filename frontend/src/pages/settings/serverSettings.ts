import type { SettingOut } from "@/client/types.gen";

export interface SettingGroup {
  /** First part of their names: "detect". */
  section: string;
  settings: SettingOut[];
}

/** Returns settings by the first part of their names, in their order. */
export function bySection(settings: readonly SettingOut[]): SettingGroup[] {
  const groups = new Map<string, SettingOut[]>();
  for (const one of settings) {
    const section = one.setting.split(".")[0] ?? one.setting;
    const group = groups.get(section);
    if (group === undefined) groups.set(section, [one]);
    else group.push(one);
  }
  return [...groups].map(([section, group]) => ({ section, settings: group }));
}

/** Returns the settings whose name or meaning holds what somebody types, however it is written. */
export function found(
  settings: readonly SettingOut[],
  typed: string,
  meaning: (setting: string) => string,
): SettingOut[] {
  const wanted = typed.trim().toLowerCase();
  return settings.filter(({ setting }) =>
    `${setting} ${meaning(setting)}`.toLowerCase().includes(wanted),
  );
}
