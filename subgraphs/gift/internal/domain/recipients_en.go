package domain

func recipientsEN() map[string]people {
	return map[string]people{
		"tag_lover":        {"My love,", "the evenings we walked and the times we laughed side by side"},
		"tag_spouse":       {"To you who are always beside me,", "all the days that we have laid down at one table"},
		"tag_friend":       {"Dear friend,", "the times you called first, and listened to the end"},
		"tag_mother":       {"Dear Mother,", "the mornings on which you were up before all of us"},
		"tag_father":       {"Dear Father,", "the years you stood behind me and said little"},
		"tag_parents":      {"Dear Mother and Father,", "the years you gave without counting"},
		"tag_grandparents": {"Dear Grandmother and Grandfather,", "the welcome there was whenever I came"},
		"tag_child":        {"My dear child,", "the walks with your small hand in mine"},
		"tag_teacher":      {"Dear Teacher,", "the patience you had when I was slow"},
		"tag_colleague":    {"Dear colleague,", "the problems we shared and the laughs in between"},
		"tag_client":       {"To a valued partner,", "the trust that you have placed in us"},
		"tag_self":         {"To me, who got through today,", "the effort that nobody saw"},
	}
}

func endingsEN() map[circle]ending {
	const beside = "Whatever comes, I will be there."
	return map[circle]ending{
		partner: {"I love you, today and tomorrow.", "I will take the reply as a hug.", "With all my love, always.", "To the last letter of this page, it is you.", beside, beside},
		friend: {"I am always on your side.", "Let us have that meal soon. I mean it this time.", "With my best wishes, always.", "Far apart, we still share a season.",
			"Call me on any day you need me.", "You may count on me whenever I am needed."},
		elder: {"Thank you, and much love. Stay well for a long, long time.", "I will call more often. Please don't hang up at once.", "With gratitude, and wishes for your lasting health.",
			"I count the love I was given, leaf by leaf, and always end where I began.", "I will come to see you more often.", "I will come to see you more often."},
		child: {"I love you, whoever you become.", "You may have two snacks today.", "I am proud of you, always.", "I think I can hear you grow, and I keep listening.",
			"I will always be on your side.", "You will always have me on your side."},
		teacher: {"Thank you, always. Please stay well.", "I will do my best to be a rumour you are proud of.", "I will not forget what you taught me. With gratitude.",
			"I will flower as I was taught, if a little late.", "I will look after what I learned from you.", "I will look after what I learned from you."},
		work: {"It is good to work with you. Here is to what comes next.", "The next coffee is on me.", "With thanks, and in the hope of many years together.",
			"May this be a place to rest on the sill of a busy day.", "You can count on me for what comes next.", "We look forward to all that lies ahead."},
		self: {"Well done today.", "These flowers can't be returned, so there is nothing left but to enjoy them.", "With thanks to myself, I close this letter.",
			"The flower looks at me for long, and I look back.", "I will be the last to leave my side.", "I will stand by myself."},
	}
}
