package domain

// mood is what a letter for an occasion must, and must not, sound like.
type mood int

const (
	joyful mood = iota
	thankful
	departure // something new begins, or an old thing ends well
	comfort
	sorry
	grief
)

// grave moods allow no playfulness.
func (m mood) grave() bool { return m == sorry || m == grief }

// occasion is a tag of the catalogue, as letters know it.
type occasion struct {
	tag  string
	mood mood
}

// none is no occasion in particular.
const none = ""

func occasionOf(tag string) occasion {
	switch tag {
	case "tag_condolence":
		return occasion{tag, grief}
	case "tag_apology":
		return occasion{tag, sorry}
	case "tag_get_well", "tag_cheer_up":
		return occasion{tag, comfort}
	case "tag_thanks", "tag_parents_day", "tag_teachers_day":
		return occasion{tag, thankful}
	case "tag_graduation", "tag_admission", "tag_passing", "tag_new_job", "tag_promotion", "tag_opening", "tag_retirement",
		"tag_housewarming", "tag_coming_of_age":
		return occasion{tag, departure}
	}
	return occasion{tag, joyful}
}

// circle is how close a recipient is, which decides how a letter ends.
type circle int

const (
	partner circle = iota
	friend
	elder
	child
	teacher
	work
	self
)

// recipient is a tag of the catalogue, as letters know it.
type recipient struct {
	tag      string
	circle   circle
	romantic bool
}

func recipientOf(tag string) recipient {
	switch tag {
	case "tag_lover", "tag_spouse":
		return recipient{tag, partner, true}
	case "tag_mother", "tag_father", "tag_parents", "tag_grandparents":
		return recipient{tag, elder, false}
	case "tag_child":
		return recipient{tag, child, false}
	case "tag_teacher":
		return recipient{tag, teacher, false}
	case "tag_colleague", "tag_client":
		return recipient{tag, work, false}
	case "tag_self":
		return recipient{tag, self, false}
	}
	return recipient{tag, friend, false}
}

// polite recipients are written to as one speaks to elders.
func (r recipient) polite() bool { return r.circle == elder || r.circle == teacher || r.circle == work }
