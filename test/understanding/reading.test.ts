import { describe, expect, test } from 'vitest';
import type { Intent, Perspective, RiskLevel } from '../../src/domain/vocabulary.ts';
import { loadMaterial } from '../../src/understanding/load.ts';
import { reader, root } from './reader.ts';

const topicsOf = (text: string) =>
  reader(text)
    .topics.map(({ topic }) => topic)
    .sort()
    .join(' ');

describe('topics', () => {
  test.each([
    ['k heb al maande me post nie open gedaan en me vriend word steeds bozer', 'money violence'],
    ['ik heb geldproblemen en ik zit de hele dag alleen', 'loneliness money'],
    ['ik heb geen schulden, alleen niemand om mee te praten', 'loneliness'],
    ['mijn moeder is dement en ik zorg dag en nacht voor haar', 'care'],
    ['digid werkt niet en ik snap de brief niet', 'language'],
    ['mijn hond is dood', 'grief'],
    ['ik drink elke avond een fles wijn', 'addiction'],
    ['de huisbaas zet me op straat', 'housing'],
    ['ik ben ontslagen', 'work'],
    ['me vriend slaat me', 'violence'],
    ['ik slaap slecht en pieker veel', 'mind'],
    ['ik schaam me dood', ''],
    ['dat slaat nergens op', ''],
    ['wat een lekker weer vandaag', ''],
    ['', ''],
    ['😀', ''],
  ])('%s', (text, expected) => {
    expect(topicsOf(text)).toBe(expected);
  });

  test('are probabilities, likeliest first', () => {
    const scores = reader('ik heb schulden en ik ben zo eenzaam').topics.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const score of scores) expect(score).toBeGreaterThan(0);
  });
});

describe('perspective', () => {
  test.each<[string, Perspective]>([
    ['mijn buurvrouw wordt geslagen', 'other'],
    ['mijn zoon van 14 gamet de hele nacht', 'other'],
    ['ik maak me zorgen om mijn broer, hij drinkt weer', 'other'],
    ['mijn vriend slaat me', 'self'],
    ['me vriend slaat me', 'self'],
    ['het gaat thuis niet goed hij slaat me', 'self'],
    ['ik ben 11 en papa slaat mij en me broertje', 'self'],
    ['ik kan de huur niet betalen', 'self'],
    ['ik zorg voor mijn moeder en kan niet meer', 'self'],
  ])('%s', (text, perspective) => {
    expect(reader(text).perspective).toBe(perspective);
  });
});

describe('risk', () => {
  test.each<[string, RiskLevel, string | null]>([
    ['mijn buurvrouw wordt geslagen', 'urgent', 'violence'],
    ['straks komt hij thuis', 'urgent', 'violence'],
    ['hij slaat me', 'urgent', 'violence'],
    ['me man sla me elke dag', 'urgent', 'violence'],
    ['ik wil er niet meer zijn', 'urgent', 'suicide'],
    ['ik wil dood', 'urgent', 'suicide'],
    ['kwil nie meer leve', 'urgent', 'suicide'],
    ['mijn vriendin zegt dat ze dood wil', 'urgent', 'suicide'],
    ['hij slaat me niet, maar ik ben bang voor hem', 'check', 'violence'],
    ['het moet stoppen thuis', 'check', 'violence'],
    ['het hoeft voor mij niet meer', 'check', 'suicide'],
    ['ik schaam me dood', 'none', null],
    ['ik lach me dood', 'none', null],
    ['dat slaat nergens op', 'none', null],
    ['in die serie slaat hij zijn vrouw', 'none', null],
    ['vroeger sloeg mijn vader me, dat is nu voorbij', 'none', null],
    ['mijn telefoon is dood', 'none', null],
    ['hij heeft me nooit geslagen', 'none', null],
    ['ik kan hem wel vermoorden, haha', 'none', null],
    ['ik moet mijn plan nog afmaken', 'none', null],
  ])('%s', (text, level, kind) => {
    const { risk } = reader(text);
    expect([risk.level, risk.kind]).toEqual([level, kind]);
  });

  test('money trouble beside a partner who gets angrier is not passed over', () => {
    const { risk } = reader('k heb al maande me post nie open gedaan en me vriend word steeds bozer');
    expect(risk.level).not.toBe('none');
    expect(risk.kind).toBe('violence');
  });

  test.each<[string, RiskLevel, string, Perspective]>([
    ['mijn moeder heeft net pillen geslikt ze reageert niet', 'urgent', 'suicide', 'other'],
    ['mijn vriend wil dood en ik weet niet waar hij is', 'urgent', 'suicide', 'other'],
    ['ik heb pillen hier', 'urgent', 'suicide', 'self'],
    ['ik ben 10 en mama is al twee dagen weg', 'urgent', 'child', 'self'],
    ['mijn dochter van 19 wordt geslagen', 'urgent', 'violence', 'other'],
    ['mijn zoon van 6 wordt geslagen', 'urgent', 'child', 'other'],
    ['k heb al maande me post nie open gedaan en me vriend word steeds bozer', 'check', 'violence', 'self'],
    ['ik heb schulden en ik zie het niet meer zitten', 'check', 'suicide', 'self'],
    ['ik zie het niet meer zitten met al die schulden', 'check', 'suicide', 'self'],
    ['hij komt eraan', 'check', 'violence', 'self'],
    ['het gaat thuis niet goed hij slaat me', 'urgent', 'violence', 'self'],
    ['me vriend slaat me', 'urgent', 'violence', 'self'],
  ])('%s: %s %s, %s', (text, level, kind, perspective) => {
    const reading = reader(text);
    expect([reading.risk.level, reading.risk.kind, reading.perspective]).toEqual([level, kind, perspective]);
  });

  test.each([
    'hij is net weg',
    'mijn oma heeft haar pillen ingenomen',
    'mama is twee dagen weg voor haar werk, oma past op',
  ])('no danger: %s', (text) => {
    expect(reader(text).risk.level).toBe('none');
  });

  test('says which words led to it', () => {
    expect(reader('mijn buurvrouw wordt geslagen').risk.because).toEqual(['buurvrouw', 'geslagen']);
  });

  test.each<[string, string, RiskLevel]>([
    ['Denk je aan zelfmoord?', 'ja', 'urgent'],
    ['Denk je aan zelfmoord?', 'nee', 'none'],
    ['Denk je aan zelfmoord?', 'weet niet', 'check'],
    ['Ben je nu veilig?', 'nee', 'urgent'],
    ['Ben je nu veilig?', 'ja', 'none'],
    ['Ben je nu veilig?', 'weet ik niet', 'check'],
    ['Wil je dit bewaren?', 'nee', 'none'],
    ['Stel dat het tegenzit. Wat doe je dan?', 'dan bel ik hem nog een keer', 'none'],
    ['Wat maakt het lastig om mensen te zien?', 'ik durf niet goed binnen te lopen', 'none'],
    ['Is er iemand die jou pijn doet of bang maakt?', 'ja mijn broer', 'urgent'],
    ['Is er iemand bij wie je niet veilig bent?', 'ja', 'urgent'],
    ['Is er iemand bij wie je niet veilig bent?', 'nee hoor', 'none'],
    ['Bel 112 als het nu misgaat. Is iedereen bij jou nu veilig?', 'nee', 'urgent'],
    ['Ik vraag het voor jouw veiligheid. Kan een ander dit lezen?', 'nee', 'none'],
    ['Ben je nu veilig?', 'Nu wel, hij is naar de biljart', 'none'],
    ["Kun je nu veilig typen? Komt er iemand meekijken, typ dan 'weg'.", 'ja er is niemand thuis', 'none'],
  ])('%s %s', (asked, text, level) => {
    expect(reader(text, asked).risk.level).toBe(level);
  });
});

describe('intent', () => {
  test.each<[string, Intent]>([
    ['stop', 'stop'],
    ['STOP!!', 'stop'],
    ['stpo', 'stop'],
    ['stoppen aub', 'stop'],
    ['wis', 'wipe'],
    ['wis alles', 'wipe'],
    ['verwijder alles', 'wipe'],
    ['verwjider alles', 'wipe'],
    ['mens', 'human'],
    ['ik wil een mens', 'human'],
    ['ik wil een mens spreken aub', 'human'],
    ['ik wil geen hulpverlener maar wel met iemand praten', 'human'],
    ['weg', 'leave_now'],
    ['snel weg', 'leave_now'],
    ['terug', 'back'],
    ['treug', 'back'],
    ['vorige', 'back'],
    ['opnieuw', 'restart'],
    ['help', 'help'],
    ['mijn plan', 'plan'],
    ['me plan', 'plan'],
    ['mijn gegevens', 'my_data'],
    ['wat weet je van mij', 'my_data'],
    ['ben je een mens?', 'bot'],
    ['ben je een robot', 'bot'],
    ['bent u een computer?', 'bot'],
    ['hoi', 'greet'],
    ['dankjewel', 'thanks'],
    ['doei', 'bye'],
    ['het moet stoppen thuis', 'tell'],
    ['ik wil weg bij hem', 'tell'],
    ['help mijn dochter eet niet meer', 'tell'],
    ['mijn man wil alles wissen wat van mij is', 'tell'],
    ['ik wil terug naar mijn land', 'tell'],
  ])('%s', (text, intent) => {
    expect(reader(text).intent.name).toBe(intent);
  });

  test.each<[string, Intent]>([
    ['ja', 'yes'],
    ['jaa', 'yes'],
    ['jep', 'yes'],
    ['klopt', 'yes'],
    ['tuurlijk', 'yes'],
    ['doe maar', 'yes'],
    ['prima', 'yes'],
    ['is goed', 'yes'],
    ['👍', 'yes'],
    ['nee', 'no'],
    ['neuh', 'no'],
    ['liever niet', 'no'],
    ['hoeft niet', 'no'],
    ['ben je gek', 'no'],
    ['weet niet', 'unsure'],
    ['kweenie', 'unsure'],
    ['geen idee', 'unsure'],
    ['misschien', 'unsure'],
  ])('Wil je dit bewaren? %s', (text, intent) => {
    expect(reader(text, 'Wil je dit bewaren?').intent.name).toBe(intent);
  });
});

describe('what ends, hides or erases', () => {
  test.each<[string, Intent]>([
    ['stopp', 'stop'],
    ['kan je stoppen met vragen stellen', 'stop'],
    ['wissen', 'wipe'],
    ['alles weg halen', 'wipe'],
    ['kun je alles wat ik net heb getypt weghalen', 'wipe'],
    ['snel weg', 'leave_now'],
    ['wegg', 'leave_now'],
    ['hij staat in de gang sluit snel', 'leave_now'],
    ['kunnen we helemaal opnieuw beginnen', 'restart'],
  ])('is obeyed when it stands alone: %s', (text, intent) => {
    const reading = reader(text);
    expect(reading.intent.name).toBe(intent);
    expect(reading.intent.score).toBeGreaterThanOrEqual(0.95);
  });

  test.each<[string | undefined, string]>([
    [undefined, 'hij komt eraan'],
    [undefined, 'hij is net weg'],
    [undefined, 'alles is weg'],
    [undefined, 'het houdt niet op'],
    [undefined, 'ik wil weg'],
    [undefined, 'ik moet hier weg'],
    [undefined, 'mijn vader moet weg'],
    [undefined, 'sluit de deur'],
    [undefined, 'het moet stoppen'],
    [undefined, 'ik wil dat het stopt'],
    [undefined, 'hulp om te stoppen'],
    [undefined, 'hulp om te stoppen met drinken'],
    ['Zullen we verder praten?', 'verder'],
    ['Wat wil jij dat er verandert?', 'dat ik opnieuw kan beginnen'],
    ['Wat wil jij dat er verandert?', 'stoppen met gokken'],
    ['Stel dat het tegenzit. Wat doe je dan?', 'dan stop ik ermee'],
    ['Stel dat het tegenzit. Wat doe je dan?', 'opnieuw proberen'],
    ['Wat kun je zelf als eerste doen?', 'mijn oude spullen weggooien'],
    ['Ik wis pas na een ja. Zal ik alles wissen?', 'nee niet alles wissen'],
  ])('is not heard in a story or an answer: [%s] %s', (asked, text) => {
    const { intent } = reader(text, asked);
    const destructive = ['stop', 'wipe', 'leave_now', 'restart'].includes(intent.name);
    // Under 0.8 the engine does not obey.
    expect(destructive && intent.score >= 0.8).toBe(false);
  });

  test('hardly ever in the stories of the example material', () => {
    const stories = loadMaterial(root).examples.filter(({ intent }, i) => intent === 'tell' && i % 8 === 0);
    const obeyed = stories.filter(({ text, asked }) => {
      const { intent } = reader(text, asked);
      return ['stop', 'wipe', 'leave_now', 'restart'].includes(intent.name) && intent.score >= 0.8;
    });
    expect(obeyed.length / stories.length).toBeLessThan(0.005);
  }, 60_000);
});

describe('answers in the conversation', () => {
  test.each<[string, string, Intent]>([
    ['Ben je nu veilig?', 'Nu wel, hij is naar de biljart', 'yes'],
    ['Ben je nu veilig?', 'hij is net weg dus ja', 'yes'],
    ['Ben je nu veilig?', 'nee hij is thuis', 'no'],
    ['Zullen we hier verder praten?', 'verder', 'yes'],
    ['Waar is nu behoefte aan? Alles mag, ook even niets.', 'ik wil er over praten', 'tell'],
    ['Waar gaat het over?', 'over een organisatie', 'tell'],
    ['Wat wil je als eerste doen?', 'wat kan ik zeggen', 'tell'],
    ['Klopt dat?', 'nee het gaat om mijn moeder', 'no'],
    ['Alleen jij ziet dit plan. Wil je dat zo houden?', 'ja alleen ik', 'yes'],
    ['Met wie kun jij hierover praten?', 'met mijn moeder', 'tell'],
  ])('%s %s', (asked, text, intent) => {
    expect(reader(text, asked).intent.name).toBe(intent);
  });
});
