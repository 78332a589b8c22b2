package domain

func framesEN() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"I thought for a long time about what to bring for {day}, and chose {flower}. In the language of flowers it says {meaning}. I hope it carries {reading} better than I could say it.\n\nI hope {wish}.",
			"One can't come empty-handed for {day}, so I brought {flower}. I am told it says {meaning}, which saves me some trouble, for that was about what I had in mind. It has been entrusted with {reading}; I will stand beside it and look innocent.\n\nI hope {wish}. That part is no joke.",
			"For {day}, I am sending you {flower}, which in the language of flowers says {meaning}. With it comes {reading}.\n\nI hope {wish}.",
			"Let {flower} reach you before my words do.\nIt has kept {meaning} to itself for centuries.\nI folded {reading} inside.\n\nI hope {wish}.",
		},
		whatYouAre: {
			"{opening}\n\nWhile I chose the flowers I thought of {regard}. All of that brought me to where I am. I looked for a word that fits it and met {flower}, which says {meaning}. Here is {reading}.",
			"{opening}\n\nAs for {regard}: I remember all of it. I keep no ledger, but still. The interest is beyond me, so let me pay back a little in {flower}, which says {meaning}. The balance will follow as {reading}, in instalments.",
			"{opening}\n\nI keep {regard} in grateful memory. I have therefore chosen {flower}, which says {meaning}, to convey {reading}.",
			"{opening}\n\nI thought of {regard},\nand one by one they came into flower.\nThe brightest of them is {flower}:\nit opens on the words {meaning}.\nThere grew {reading}, too.",
		},
		whatStays: {
			"In a few days the petals will begin to bow. What I put into {meaning}, the words of {flower}, will not: it is {reading}.\n\nI hope {later}. {promise}",
			"Instructions are enclosed. Change the water daily, cut the stems at a slant, and think of {meaning} whenever you pass; that is what {flower} says. When the petals are gone, what is left is {reading}, and that needs no care at all.\n\nI hope {later}. {promise}",
			"Flowers fade before long. What does not is {reading}, which I wished to put into {meaning}, the words of {flower}.\n\nI hope {later}. {formalPromise}",
			"A flower walks one day closer to its end,\na heart one day closer to its opening.\nBeside {meaning}, which {flower} leaves behind,\nI am laying {reading}.\n\nI hope {later}. {promise}",
		},
	}
}

func selfFramesEN() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"I have often given these away, and always saved them when it came to me. Today I chose {flower}, which says {meaning}, and with it {reading}.\n\nI hope {wish}.",
			"From me, to me; the delivery was worth it for {flower}. It says {meaning}, and I think I have earned as much. On the house there is {reading}.\n\nI hope {wish}.",
			"I am sending myself {flower}, which says {meaning}. With it comes {reading}.\n\nI hope {wish}.",
			"Put {flower} before the mirror\nand there are two, and I am in between.\nFrom both sides I hear {meaning}.\nSomewhere there grows {reading}.\n\nI hope {wish}.",
		},
		whatYouAre: {
			"{opening}\n\nI know of {regard}. There were days without praise on which I did what there was to do, and days after a fall on which I got up. Beside them all I am putting {flower}, which says {meaning}, and {reading}.",
			"{opening}\n\nAs for {regard}: there is only one witness, but the evidence is ample. The jury awards {flower}, which says {meaning}. The second prize is {reading}.",
			"{opening}\n\nI wish to remember {regard}. Beside it I place {flower}, which says {meaning}, and {reading}.",
			"{opening}\n\nWhat went down like a root was {regard};\nwhat came up today is {flower}.\nIt says {meaning}.\nListening to it is {reading}.",
		},
		whatStays: {
			"Before these fade, let there be one day with nothing to do. While I change the water of {flower} I will tell myself {meaning}. When the petals are gone I mean to keep {reading}.\n\nI hope {later}. {promise}",
			"To do today. One: water {flower}. Two: read {meaning} aloud. Three: leave the rest to me of tomorrow. There is no deadline for {reading}.\n\nI hope {later}. {promise}",
			"Though {flower} will fade, I wish to keep what it says, {meaning}, and {reading}.\n\nI hope {later}. {formalPromise}",
			"When the flower is dry I will lay it in a book.\nOne day {meaning} will fall out of the pages of {flower},\nand I will pick up {reading} with it.\n\nI hope {later}. {promise}",
		},
	}
}

func sorryFramesEN() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"{opening}\n\nWhatever I say may sound like an excuse, so I am sending {flower} first. It says {meaning}. In place of excuses it brings {reading}.\n\nI hope {wish}.", "",
			"{opening}\n\nIn the language of flowers, {flower} says {meaning}. In place of any excuse, I send with it {reading}.\n\nI hope {wish}.",
			"{opening}\n\nThey say that {flower} can say {meaning} without a sound.\nI am borrowing its quiet\nto leave {reading}.\n\nI hope {wish}.",
		},
		whatYouAre: {
			"I should have thought of how you felt before I thought of what I meant. I believe I understand it a little better now. When I think of {regard}, I am ashamed.\n\nWith {flower}, which says {meaning}, comes {reading}. I am sorry.", "",
			"I failed to consider what should have come first. When I think of {regard}, I regret it all the more.\n\nWith {flower}, which says {meaning}, please accept {reading}.",
			"Only now do I think of what you heard\nbehind the door that I closed.\nIn front of it stood {regard}.\n\nIn the words of {flower}, {meaning},\nI am leaving {reading}. I am sorry.",
		},
		whatStays: {
			"There is no hurry to answer; after the petals have gone is soon enough. What {flower} says is {meaning}. By what I do rather than say, I want to show you {reading}. It will not happen again.\n\nI hope {later}.", "",
			"I ask for no early answer. What {flower} says is {meaning}; let my conduct show {reading}. It will not happen again.\n\nI hope {later}.",
			"Forgiveness has its season, like a flower,\nand does not open for being hurried.\nBeside {flower} and its {meaning}\nI am planting {reading}, and will water it daily.\n\nI hope {later}.",
		},
	}
}

func griefFramesEN() map[idea]frame {
	return map[idea]frame{
		whatTheFlowerSays: {
			"{opening}\n\nI could not find the words, and so I am sending {flower}. It says {meaning}. In it there is {reading}.\n\nI hope {wish}.", "",
			"{opening}\n\nIn the language of flowers, {flower} says {meaning}. I offer with it {reading}.\n\nI hope {wish}.",
			"{opening}\n\nThis is {flower}, whose word is {meaning}.\nBeside it stays {reading}.\n\nI hope {wish}.",
		},
		whatYouAre: {
			"On a day like this even to ask how you are seems too much. You need not be all right. Please eat a little, and close your eyes for a while if you can.\n\nI am leaving {flower} beside you. In its word, {meaning}, there is {reading}.", "",
			"I can only imagine what this parting means to you. I ask you to look after your own health first.\n\nWith {flower}, whose word is {meaning}, please accept {reading}.",
			"Sorrow keeps no order:\none weeps and drinks some water, and weeps again, and that is all right.\n\nI am leaving {flower} with you.\nIts word is {meaning}. With {reading}\nit will keep watch tonight.",
		},
		whatStays: {
			"The words and the laughter that were left to us will stay with all who shared them. These flowers will soon be gone. What stays is {meaning}, the word of {flower}, and {reading}.\n\nI hope {later}. On any day you need someone there, please call me.", "",
			"What was given to us in word and warmth will long be remembered. In {meaning}, the word of {flower}, there is {reading}.\n\nI hope {later}.",
			"Where someone has gone,\na season of theirs is said to remain.\nWhen {flower} has faded,\n{meaning} will be there, and {reading}.\n\nI hope {later}.",
		},
	}
}

func graveEndingsEN() map[mood]frame {
	return map[mood]frame{
		sorry: {"Once more, I am truly sorry.", "", "Once more, please accept my sincere apology.", "May what comes late not come too late."},
		grief: {"My thoughts are with you.", "", "Once more, with deepest sympathy.", "I will be near, without a word."},
	}
}

func selfGraveEN() map[mood]words {
	return map[mood]words{
		grief: {"", "The place that was left is still strange to me. It may stay strange for a while.", "", "I mean to let this sorrow take the time that it needs.",
			"The empty place still speaks its own language,\nand I mean to hear it out.",
			"I am given as much time as it takes to grieve", "the strength to live beside the longing comes, slowly"},
		sorry: {"", "I have been too hard on myself all this while. I am sorry.", "", "I apologise to myself for having known nothing but strictness.",
			"The one who was nearest to me,\nand whom I treated worst, was I.",
			"I may be a little more lenient with myself", "I don't dislike myself on the days I fail"},
	}
}
