import { useEffect } from "react";
import { Link, useLocation } from "react-router";
import { graphql, unmask } from "@/gql";
import { dateIn, monthOf } from "@/shared/calendar/seoul";
import { useGraph } from "@/shared/graph/graph";
import { Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { button } from "@/shared/interface/button";
import { words, useWords } from "@/shared/language/words";

const said = words(
  {
    page: "꽃말 사전",
    lead: "꽃은 저마다 하는 말이 있어요. 색이 바뀌면 말도 달라져요.",
    now: "지금 철이에요",
    careful: "조심할 말",
    find: (name: string) => `${name} 꽃다발 보기`,
    away: "꽃말 사전을 지금은 펼칠 수 없어요. 잠시 뒤에 다시 열어 주세요.",
    again: "다시 열기",
    any: "어느 색이든",
    colours: { red: "빨강", pink: "분홍", white: "하양", yellow: "노랑", orange: "주황", blue: "파랑", purple: "보라", green: "초록", coral: "산호", peach: "살구", cream: "크림", burgundy: "자주", black: "검정", mixed: "여러 색", lavender: "연보라" },
  },
  {
    page: "Flower meanings",
    lead: "Each flower says something of its own, and another colour says it differently.",
    now: "In season now",
    careful: "Mind this",
    find: (name: string) => `Bouquets with ${name}`,
    away: "The glossary can't be opened right now. Please try again in a moment.",
    again: "Open again",
    any: "In any colour",
    colours: { red: "Red", pink: "Pink", white: "White", yellow: "Yellow", orange: "Orange", blue: "Blue", purple: "Purple", green: "Green", coral: "Coral", peach: "Peach", cream: "Cream", burgundy: "Burgundy", black: "Black", mixed: "Mixed", lavender: "Lavender" },
  },
);

const FlowersPage = graphql(`
  query FlowersPage {
    flowers {
      ...FlowerEntry
    }
  }
`);

const Entry = graphql(`
  fragment FlowerEntry on Flower {
    id
    name
    meaning
    months
    imageUrl
    meanings {
      colour
      text
      tone
    }
  }
`);

export function Component() {
  const w = useWords(said);
  const { hash } = useLocation();
  const { data: answer, error, refetch } = useGraph(FlowersPage, {}, { staleTime: 600_000 });
  const flowers = unmask(Entry, answer?.data.flowers);
  const month = monthOf(dateIn(new Date()));

  useEffect(() => {
    if (flowers && hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [flowers, hash]);

  return (
    <div className="page pt-4 md:pt-10">
      <Title className="text-2xl md:text-4xl">{w.page}</Title>
      <p className="measure mt-3 text-quiet">{w.lead}</p>
      {error && !answer ? (
        <Failed failure={error} onAgain={() => void refetch()} />
      ) : !answer ? (
        <Loading>
          <div className="mt-12 grid gap-x-16 gap-y-14 md:grid-cols-2">
            {[1, 2, 3, 4].map((i) => (
              <Skeleton key={i} className="h-56" />
            ))}
          </div>
        </Loading>
      ) : !flowers ? (
        <Empty title={w.away} way={<button type="button" className={button.second} onClick={() => void refetch()}>{w.again}</button>} />
      ) : (
        <ul className="mt-10 grid gap-x-16 gap-y-14 md:mt-16 md:grid-cols-2 md:gap-y-20">
          {flowers.map((flower) => (
            <li key={flower.id} id={flower.id} className="flex scroll-mt-8 items-start gap-5 md:gap-8">
              <img src={flower.imageUrl} alt="" width="400" height="400" loading="lazy" className="aspect-square w-28 shrink-0 rounded-card bg-linen object-cover md:w-44" />
              <div className="min-w-0 grow">
                <h2 className="flex flex-wrap items-baseline gap-x-3 text-xl">
                  {flower.name}
                  {flower.months.includes(month) && flower.months.length < 12 && <span className="font-sans text-xs font-medium tracking-normal text-leaf">{w.now}</span>}
                </h2>
                <dl className="mt-2 text-sm">
                  {flower.meanings.map((meaning, i) => (
                    <div key={i} className="flex gap-4 py-1">
                      <dt className="w-20 shrink-0 text-quiet">{meaning.colour ? nameOf(meaning.colour, w.colours) : w.any}</dt>
                      <dd>
                        {meaning.text}
                        {meaning.tone === "NEGATIVE" && <span className="ml-2 text-xs whitespace-nowrap text-brick">{w.careful}</span>}
                      </dd>
                    </div>
                  ))}
                </dl>
                <Link to={`/search?flowers=${flower.id}`} className={`${button.text} mt-2 text-sm`}>
                  {w.find(flower.name)}
                </Link>
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function nameOf(colour: string, names: Readonly<Record<string, string>>): string {
  return names[colour] ?? colour;
}
