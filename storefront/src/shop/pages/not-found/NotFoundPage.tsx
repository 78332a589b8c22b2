import { Link } from "react-router";
import { button } from "@/shared/interface/button";
import { Title } from "@/shared/interface/Title";
import { words, useWords } from "@/shared/language/words";

const said = words(
  { title: "이 길에는 꽃집이 없어요", body: "주소가 바뀌었거나, 잘못 들어온 골목이에요.", home: "처음으로 돌아가기" },
  { title: "No flower shop on this street", body: "The address has changed, or this is the wrong alley.", home: "Back to the start" },
);

export function Component() {
  const w = useWords(said);
  return (
    <div className="page py-20 text-center">
      <Title>{w.title}</Title>
      <p className="mx-auto mt-3 max-w-[30em] text-balance text-quiet">{w.body}</p>
      <Link to="/" className={`${button.second} mt-8`}>
        {w.home}
      </Link>
    </div>
  );
}
