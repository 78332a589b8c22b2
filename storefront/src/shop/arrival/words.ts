import { words } from "@/shared/language/words";

export const arrivalWords = words(
  {
    DELIVERY: "배송",
    PICKUP: "픽업",
    method: "받는 방법",
    day: "받는 날",
    time: "받는 시간",
    today: "오늘",
    tomorrow: "내일",
    full: "이 날은 남은 시간이 없어요. 다른 날을 골라 주세요.",
    noneThisWeek: "이번 한 주는 남은 시간이 없어요. 다른 방법이나 다른 꽃집을 골라 주세요.",
    few: (n: number) => `${n}자리`,
    away: "꽃집의 시간표를 지금은 볼 수 없어요. 잠시 뒤에 다시 확인해 주세요.",
  },
  {
    DELIVERY: "Delivery",
    PICKUP: "Pickup",
    method: "How to receive",
    day: "Day",
    time: "Time",
    today: "Today",
    tomorrow: "Tomorrow",
    full: "No times are left on this day. Choose another one.",
    noneThisWeek: "No times are left this week. Try the other way, or another shop.",
    few: (n: number) => `${n} left`,
    away: "The shop's timetable can't be seen right now. Please look again in a moment.",
  },
);
