import { describe, expect, test } from 'vitest';
import type { Intent, Perspective, RiskLevel } from '../../src/domain/vocabulary.ts';
import { reader } from './reader.ts';

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
