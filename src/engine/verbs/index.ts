/**
 * Every verb, by name. The type makes a missing verb a compile error.
 */
import type { VerbName } from '../../content/step-schema.ts';
import type { Verb } from '../verb.ts';
import { address } from './address.ts';
import { ask } from './ask.ts';
import { branch } from './branch.ts';
import { change_handoff } from './change_handoff.ts';
import { choose } from './choose.ts';
import { confirm } from './confirm.ts';
import { contact } from './contact.ts';
import { correct } from './correct.ts';
import { drop_code } from './drop_code.ts';
import { drop_reminder } from './drop_reminder.ts';
import { drop_word } from './drop_word.ts';
import { end } from './end.ts';
import { find_services } from './find_services.ts';
import { follow_up } from './follow_up.ts';
import { go } from './go.ts';
import { hand_over } from './hand_over.ts';
import { helped_by } from './helped_by.ts';
import { keep_days } from './keep_days.ts';
import { leave } from './leave.ts';
import { listen } from './listen.ts';
import { make_code } from './make_code.ts';
import { next_topic } from './next_topic.ts';
import { offer_handoff } from './offer_handoff.ts';
import { organisations } from './organisations.ts';
import { pause } from './pause.ts';
import { pick_topic } from './pick_topic.ts';
import { plan_drop } from './plan_drop.ts';
import { plan_made } from './plan_made.ts';
import { plan_mark } from './plan_mark.ts';
import { plan_new } from './plan_new.ts';
import { plan_pick } from './plan_pick.ts';
import { remind } from './remind.ts';
import { restart } from './restart.ts';
import { retell } from './retell.ts';
import { safety } from './safety.ts';
import { say } from './say.ts';
import { scale } from './scale.ts';
import { set_word } from './set_word.ts';
import { share } from './share.ts';
import { show } from './show.ts';
import { take_along } from './take_along.ts';
import { talk } from './talk.ts';
import { talk_now } from './talk_now.ts';
import { topic_menu } from './topic_menu.ts';
import { use_code } from './use_code.ts';
import { visit } from './visit.ts';
import { visit_topic } from './visit_topic.ts';
import { when } from './when.ts';
import { whose } from './whose.ts';
import { wipe } from './wipe.ts';
import { withdraw_handoff } from './withdraw_handoff.ts';

export const verbs: { [V in VerbName]: Verb<V> } = {
  say,
  ask,
  choose,
  confirm,
  safety,
  scale,
  when,
  listen,
  whose,
  topic_menu,
  pick_topic,
  visit_topic,
  next_topic,
  visit,
  go,
  branch,
  plan_new,
  plan_pick,
  plan_mark,
  plan_drop,
  plan_made,
  helped_by,
  show,
  find_services,
  organisations,
  share,
  offer_handoff,
  withdraw_handoff,
  change_handoff,
  talk_now,
  talk,
  follow_up,
  correct,
  retell,
  address,
  make_code,
  drop_code,
  use_code,
  hand_over,
  keep_days,
  take_along,
  contact,
  remind,
  drop_reminder,
  set_word,
  drop_word,
  restart,
  pause,
  leave,
  wipe,
  end,
};
